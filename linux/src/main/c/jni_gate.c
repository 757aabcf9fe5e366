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
static volatile pid_t child;
static volatile unsigned long arrived;

static void pass_on(int number, siginfo_t *info, void *context) {
  int before = errno;
  pid_t to = child;
  // SI_KERNEL is positive. A command that interrupts its whole group, as a terminal does, has interrupted itself.
  int to_group = info->si_pid == to && (number == SIGINT || number == SIGQUIT);
  if (info->si_code <= 0 && !to_group) {
    if (to == 0)
      __atomic_fetch_or(&arrived, 1UL << number, __ATOMIC_SEQ_CST);
    else
      kill(to, number);
  }
  errno = before;
}

NATIVE(void, pass)(JNIEnv *env, jclass self, jint number) {
  struct sigaction old, action = {.sa_sigaction = pass_on, .sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  if (sigaction(number, NULL, &old) == 0 && old.sa_handler != SIG_IGN) sigaction(number, &action, NULL);
}

NATIVE(void, passTo)(JNIEnv *env, jclass self, jint pid) {
  child = pid;
  unsigned long waiting = pid == 0 ? 0 : __atomic_exchange_n(&arrived, 0, __ATOMIC_SEQ_CST);
  for (int number = 1; waiting != 0; number++) {
    if (waiting & (1UL << number)) kill(pid, number);
    waiting &= ~(1UL << number);
  }
}
