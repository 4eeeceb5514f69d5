// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/btf.h>

#include "features.h"

int features_check_btf(struct failure *failure)
{
	if (access(KERNEL_BTF_PATH, R_OK) == 0)
		return 0;
	return fail(failure, EBPFLOW_NO_BTF, errno, KERNEL_BTF_PATH ": %s", strerror(errno));
}

/* SEC("tp_btf/NAME") and the like: the part behind the slash. */
static const char *attach_point(const struct bpf_program *program)
{
	const char *slash = strchr(bpf_program__section_name(program), '/');

	return slash ? slash + 1 : "";
}

static bool has_tracepoint(const struct btf *btf, const char *name)
{
	char type[128];

	snprintf(type, sizeof(type), "btf_trace_%s", name);
	return btf__find_by_name_kind(btf, type, BTF_KIND_TYPEDEF) >= 0;
}

/*
 * BTF names functions that policy, architecture (arm64 before 6.0) or configuration forbid to attach to: only a load
 * tells. This one returns at once, so that a refusal is not about its code.
 */
static int trampoline_error(enum attach_type type, int function_id)
{
	static const struct bpf_insn return_zero[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	LIBBPF_OPTS(bpf_prog_load_opts, options,
		    .expected_attach_type = type == ATTACH_FEXIT ? BPF_TRACE_FEXIT : BPF_TRACE_FENTRY,
		    .attach_btf_id = function_id);
	int fd = bpf_prog_load(BPF_PROG_TYPE_TRACING, "ebpflow_probe", "GPL", return_zero, 2, &options);

	if (fd < 0)
		return -fd;
	close(fd);
	return 0;
}

/*
 * Without the PMU (4.17) libbpf would fall back to writing into tracefs, which leaves an entry behind when we exit: the
 * agent could not remove it by closing a link.
 */
static bool has_kprobes(void)
{
	return access("/sys/bus/event_source/devices/kprobe/type", R_OK) == 0;
}

static void check(const struct btf *btf, struct failure *dropped, enum attach_type type,
		  const struct bpf_program *program)
{
	const char *name = bpf_program__name(program), *point = attach_point(program);
	int function_id, error;

	switch (type) {
	case ATTACH_TP_BTF:
	case ATTACH_RAW_TP:
		if (!has_tracepoint(btf, point))
			fail(dropped, EBPFLOW_ATTACH_FAILED, ENOENT,
			     "program %s: this kernel has no tracepoint %s", name, point);
		break;
	case ATTACH_FEXIT:
	case ATTACH_FENTRY:
		function_id = btf__find_by_name_kind(btf, point, BTF_KIND_FUNC);
		if (function_id < 0) {
			fail(dropped, EBPFLOW_ATTACH_FAILED, ENOENT, "program %s: this kernel has no function %s",
			     name, point);
			break;
		}
		error = trampoline_error(type, function_id);
		if (error)
			fail(dropped, EBPFLOW_LOAD_FAILED, error, "program %s: this kernel refuses %s of %s: %s", name,
			     attach_type_name(type), point, strerror(error));
		break;
	case ATTACH_KPROBE:
		if (!has_kprobes())
			fail(dropped, EBPFLOW_ATTACH_FAILED, EOPNOTSUPP, "program %s: this kernel has no kprobes",
			     name);
		break;
	default:
		break;
	}
}

int features_drop_missing(struct signals *signals, struct bpf_object *object, struct failure *failure)
{
	struct btf *btf = btf__load_vmlinux_btf();
	struct bpf_program *program;
	int dropped = 0;

	if (!btf)
		return fail(failure, EBPFLOW_NO_BTF, errno, KERNEL_BTF_PATH ": %s", strerror(errno));
	bpf_object__for_each_program(program, object) {
		enum attach_type type;
		struct signal *signal = signal_of(signals, program, &type);
		bool chosen = signal_choice(signal) == type;

		if (signal->alternatives[type].dropped.error)
			continue;
		check(btf, &signal->alternatives[type].dropped, type, program);
		if (chosen && signal->alternatives[type].dropped.error)
			dropped++;
	}
	btf__free(btf);
	return dropped;
}
