// SPDX-License-Identifier: Apache-2.0
// The native methods of io.ephemera.linux.JniGate. Everything is an integer word; the meaning is in Java.
#include <dlfcn.h>
#include <errno.h>
#include <jni.h>
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
