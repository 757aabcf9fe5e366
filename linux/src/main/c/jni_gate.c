// SPDX-License-Identifier: Apache-2.0
// The native methods of io.ephemera.linux.JniGate. Everything is an integer word; the meaning is in Java.
#include <dlfcn.h>
#include <errno.h>
#include <jni.h>
#include <signal.h>
#include <unistd.h>

#define NATIVE(type, name) JNIEXPORT type JNICALL Java_io_ephemera_linux_JniGate_##name

NATIVE(jlong, kernel)
(JNIEnv *env, jclass self, jlong number, jlong a, jlong b, jlong c, jlong d, jlong e, jlong f) {
  long result = syscall(number, a, b, c, d, e, f);
  return result == -1 ? -errno : result;
}

NATIVE(jlong, function)
(JNIEnv *env, jclass self, jlong address, jlong a, jlong b, jlong c, jlong d, jlong e, jlong f) {
  return ((long (*)(long, long, long, long, long, long))address)(a, b, c, d, e, f);
}

NATIVE(jlong, checked)
(JNIEnv *env, jclass self, jlong address, jlong a, jlong b, jlong c, jlong d, jlong e) {
  int result = ((int (*)(long, long, long, long, long))address)(a, b, c, d, e);
  return result == -1 ? -errno : result;
}

NATIVE(jlong, lookUp)(JNIEnv *env, jclass self, jlong name) {
  return (jlong)dlsym(RTLD_DEFAULT, (const char *)name);
}

NATIVE(jlong, addressOf)(JNIEnv *env, jclass self, jobject buffer) {
  return (jlong)(*env)->GetDirectBufferAddress(env, buffer);
}

NATIVE(void, copyIn)(JNIEnv *env, jclass self, jbyteArray bytes, jlong address) {
  jsize length = (*env)->GetArrayLength(env, bytes);
  (*env)->GetByteArrayRegion(env, bytes, 0, length, (jbyte *)address);
  ((char *)address)[length] = 0;
}

NATIVE(void, copyOut)(JNIEnv *env, jclass self, jlong address, jlongArray words) {
  (*env)->SetLongArrayRegion(env, words, 0, (*env)->GetArrayLength(env, words), (const jlong *)address);
}

// Signals that processes send are passed on to a child. Those of a terminal reach the child by themselves. C, because a
// handler may run in any thread of the virtual machine at any time.
static pid_t child;
static unsigned long arrived;

// Of the two that may see a signal that arrives while the child is being set, one sends it.
static void send_arrived(pid_t to, int number) {
  unsigned long bit = 1UL << number;
  if (to != 0 && (__atomic_fetch_and(&arrived, ~bit, __ATOMIC_SEQ_CST) & bit)) kill(to, number);
}

static void pass_on(int number, siginfo_t *info, void *context) {
  int before = errno;
  pid_t to = __atomic_load_n(&child, __ATOMIC_SEQ_CST);
  // SI_KERNEL is positive. A command that interrupts its whole group, as a terminal does, has interrupted itself.
  int to_group = to != 0 && info->si_pid == to && (number == SIGINT || number == SIGQUIT);
  if (info->si_code <= 0 && !to_group) {
    __atomic_fetch_or(&arrived, 1UL << number, __ATOMIC_SEQ_CST);
    send_arrived(__atomic_load_n(&child, __ATOMIC_SEQ_CST), number);
  }
  errno = before;
}

NATIVE(void, pass)(JNIEnv *env, jclass self, jint number) {
  struct sigaction old, action = {.sa_sigaction = pass_on, .sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  if (sigaction(number, NULL, &old) == 0 && old.sa_handler != SIG_IGN) sigaction(number, &action, NULL);
}

NATIVE(void, passTo)(JNIEnv *env, jclass self, jint pid) {
  __atomic_store_n(&child, pid, __ATOMIC_SEQ_CST);
  for (int number = 1; number < 32; number++) send_arrived(pid, number);
}
