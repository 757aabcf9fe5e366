// SPDX-License-Identifier: Apache-2.0
// The native methods of io.ephemera.linux.JniGate. Everything is an integer word; the meaning is in Java.
#include <dlfcn.h>
#include <errno.h>
#include <jni.h>
#include <signal.h>
#include <unistd.h>

// The compiler's own C library may have given dlsym a new version; that of 2012 is in all of them.
#if defined(__GLIBC__) && defined(__x86_64__)
__asm__(".symver dlsym,dlsym@GLIBC_2.2.5");
#elif defined(__GLIBC__) && defined(__aarch64__)
__asm__(".symver dlsym,dlsym@GLIBC_2.17");
#endif

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

NATIVE(void, copyBytes)(JNIEnv *env, jclass self, jlong address, jbyteArray into, jint offset, jint length) {
  (*env)->SetByteArrayRegion(env, into, offset, length, (const jbyte *)address);
}

// Signals are passed on to a child: those that other processes send, and those of the kernel that the child does not get by
// itself, as it does in the process group of this process. C, because a handler may run in any thread of the virtual machine at
// any time.
static int receiver;          // the child; 0 before there is one; if negative, a descriptor that gets a byte for each signal
static unsigned long arrived; // before there was a receiver: a bit for each signal
static int sender[65];        // of each of these, the process; 0 for the kernel
static int stopped;           // with the child, which is not to be continued twice

static void deliver(int to, int number, const siginfo_t *info) {
  unsigned char byte = number;
  if (to < 0) {
    ssize_t ignored = write(-to, &byte, 1);
    (void)ignored;
  } else if (info != NULL && info->si_code == SI_QUEUE) {
    sigqueue(to, number, info->si_value);
  } else {
    kill(to, number);
  }
}

// Of the two that may see a signal that arrives while the receiver is being set, one sends it; unless the receiver, which may run
// before its number is known here, has sent it to its group.
static void deliver_arrived(int to, int number) {
  unsigned long bit = 1UL << (number - 1);
  if (to != 0 && (__atomic_fetch_and(&arrived, ~bit, __ATOMIC_SEQ_CST) & bit) &&
      __atomic_load_n(&sender[number], __ATOMIC_SEQ_CST) != to) {
    deliver(to, number, NULL);
  }
}

static int is_for(int to, int number, const siginfo_t *info) {
  // What this process sends itself, as the kernel does for SIGPIPE, is its own. A command that sends to its whole group, as a
  // terminal does, has sent to itself.
  if (info->si_code <= 0) return info->si_pid != getpid() && (to == 0 || info->si_pid != to);
  if (info->si_code != SI_KERNEL) return 0;
  if (to <= 0) return to == 0;
  // A timer that was set before execve(2), and the end of a terminal, which the kernel reports to the session leader alone.
  if (number == SIGALRM || (number == SIGHUP && getsid(0) == getpid())) return 1;
  return getpgid(to) != getpgrp();
}

static void pass_on(int number, siginfo_t *info, void *context) {
  int before = errno;
  int to = __atomic_load_n(&receiver, __ATOMIC_SEQ_CST);
  if ((number != SIGCONT || !__atomic_exchange_n(&stopped, 0, __ATOMIC_SEQ_CST)) && is_for(to, number, info)) {
    if (to != 0) {
      deliver(to, number, info);
    } else {
      __atomic_store_n(&sender[number], info->si_code <= 0 ? info->si_pid : 0, __ATOMIC_SEQ_CST);
      __atomic_fetch_or(&arrived, 1UL << (number - 1), __ATOMIC_SEQ_CST);
      deliver_arrived(__atomic_load_n(&receiver, __ATOMIC_SEQ_CST), number);
    }
  }
  errno = before;
}

NATIVE(void, pass)(JNIEnv *env, jclass self, jint number) {
  struct sigaction old, action = {.sa_sigaction = pass_on, .sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  if (sigaction(number, NULL, &old) == 0 && old.sa_handler != SIG_IGN) sigaction(number, &action, NULL);
}

NATIVE(void, passTo)(JNIEnv *env, jclass self, jint to) {
  __atomic_store_n(&receiver, to, __ATOMIC_SEQ_CST);
  for (int number = 1; number <= 64; number++) deliver_arrived(to, number);
}

NATIVE(void, stop)(JNIEnv *env, jclass self) {
  __atomic_store_n(&stopped, 1, __ATOMIC_SEQ_CST);
  raise(SIGSTOP);
}
