/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EBPFLOW_FEATURES_H
#define EBPFLOW_FEATURES_H

#include "signals.h"

#define KERNEL_BTF_PATH "/sys/kernel/btf/vmlinux"

/* Fails with EBPFLOW_NO_BTF when the kernel does not describe its types. */
int features_check_btf(struct failure *failure);

/*
 * Drops the alternatives that this kernel cannot serve, without loading them: tracepoints and functions that its BTF
 * does not name, trampolines or kprobes that it does not have or does not allow. Returns how many of those that were
 * chosen are dropped now, or -errno. Parses the kernel's BTF, 4 to 12 ms.
 */
int features_drop_missing(struct signals *signals, struct bpf_object *object, struct failure *failure);

#endif
