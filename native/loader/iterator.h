/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EBPFLOW_ITERATOR_H
#define EBPFLOW_ITERATOR_H

#include <sys/types.h>

#include <bpf/libbpf.h>

/*
 * Runs a loaded iter/task or iter/task_file program to its end, in the caller. pid, as the caller's pid namespace
 * numbers it, limits the walk where the kernel can (6.1); a program has to filter all the same. 0 or -errno.
 */
int iterator_run(struct bpf_program *program, pid_t pid);

#endif
