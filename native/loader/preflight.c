// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "ebpflow_records.h"
#include "features.h"
#include "preflight.h"
#include "privileges.h"
#include "tracer.h"

static void print_string(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			printf("\\%c", *text);
		else if ((unsigned char)*text < 0x20)
			printf("\\u%04x", *text);
		else
			putchar(*text);
	}
	putchar('"');
}

static void print_member(const char *key, const char *value)
{
	printf(",\n  \"%s\": ", key);
	print_string(value);
}

static const char *boolean(int value)
{
	return value ? "true" : "false";
}

static void print_machine(const struct privileges *privileges, int no_new_privs)
{
	struct utsname machine = {};
	struct rlimit memlock;
	FILE *sysctl;
	int level;

	uname(&machine);
	printf("{\n  \"kernel\": ");
	print_string(machine.release);
	print_member("machine", machine.machine);
	printf(",\n  \"btf\": %s", boolean(access(KERNEL_BTF_PATH, R_OK) == 0));
	printf(",\n  \"uid\": %u", getuid());
	printf(",\n  \"capabilities\": {\"bpf\": %s, \"perfmon\": %s, \"net_admin\": %s, \"sys_admin\": %s}",
	       boolean(privileges->bpf), boolean(privileges->perfmon), boolean(privileges->net_admin),
	       boolean(privileges->sys_admin));
	printf(",\n  \"no_new_privs\": %s", boolean(no_new_privs));
	sysctl = fopen("/proc/sys/kernel/unprivileged_bpf_disabled", "re");
	if (sysctl) {
		if (fscanf(sysctl, "%d", &level) == 1)
			printf(",\n  \"unprivileged_bpf_disabled\": %d", level);
		fclose(sysctl);
	}
	/* Absent: unlimited. */
	if (getrlimit(RLIMIT_MEMLOCK, &memlock) == 0 && memlock.rlim_cur != RLIM_INFINITY)
		printf(",\n  \"memlock_bytes\": %llu", (unsigned long long)memlock.rlim_cur);
}

static void print_signal(const struct signal *signal)
{
	enum attach_type type, choice = signal_choice(signal);
	const char *comma = "";

	print_string(signal->name);
	printf(": {\"attach\": \"%s\"", attach_type_name(choice));
	/* What was tried before the choice and why it was not taken. */
	printf(", \"refused\": [");
	for (type = 0; type < choice; type++) {
		const struct alternative *alternative = &signal->alternatives[type];
		const char *name = strerrorname_np(alternative->dropped.error);

		if (!alternative->present)
			continue;
		printf("%s{\"attach\": \"%s\", \"error\": \"%s\", \"text\": ", comma, attach_type_name(type),
		       name ? name : "unknown");
		print_string(alternative->dropped.text);
		printf("}");
		comma = ", ";
	}
	printf("]}");
}

/* The path to name in a command; a loader that the agent runs from memory has none. */
static const char *own_path(char *path, size_t size)
{
	ssize_t length = readlink("/proc/self/exe", path, size - 1);

	if (length <= 0)
		return "ebpflow-loader";
	path[length] = '\0';
	return strncmp(path, "/memfd:", 7) == 0 ? "ebpflow-loader" : path;
}

static void print_remedy(const struct failure *failure, const struct privileges *privileges, int no_new_privs)
{
	int capable = privileges->sys_admin || (privileges->bpf && privileges->perfmon);
	char path[4096], remedy[4096 + 256] = "";

	if (failure->status == EBPFLOW_NO_BTF)
		strcpy(remedy, "use a kernel built with CONFIG_DEBUG_INFO_BTF=y (5.11 or later), and mount /sys in the "
			       "container");
	else if (failure->status == EBPFLOW_NO_MEMORY)
		strcpy(remedy, "raise the memory limit; before Linux 5.11 also the locked memory limit: ulimit -l "
			       "unlimited");
	else if (failure->status == EBPFLOW_NOT_PERMITTED && capable)
		strcpy(remedy, "the capabilities are there, so a seccomp profile, lockdown or security module refuses "
			       "bpf(2): allow it there");
	else if (failure->status == EBPFLOW_NOT_PERMITTED && getuid() == 0)
		strcpy(remedy, "grant the container both capabilities: --cap-add BPF --cap-add PERFMON");
	else if (failure->status == EBPFLOW_NOT_PERMITTED && no_new_privs)
		strcpy(remedy, "no_new_privs makes file capabilities void: allow privilege escalation, or start a broker "
			       "outside: sudo ebpflow-loader --broker /run/ebpflow/broker.sock");
	else if (failure->status == EBPFLOW_NOT_PERMITTED)
		snprintf(remedy, sizeof(remedy), "sudo setcap cap_bpf,cap_perfmon+ep %s", own_path(path, sizeof(path)));
	if (remedy[0])
		print_member("remedy", remedy);
}

int preflight_print(int no_new_privs)
{
	struct tracer_config config = { .ring_bytes = EBPFLOW_RING_BYTES };
	struct privileges privileges = {};
	struct failure failure = {};
	struct tracer tracer = {};
	int i, err;

	privileges_read(&privileges);
	print_machine(&privileges, no_new_privs);
	err = features_check_btf(&failure);
	if (!err)
		err = target_find(getpid(), getuid(), &config.target, &failure);
	if (!err)
		err = tracer_start(&tracer, &config, &failure);
	printf(",\n  \"signals\": {");
	for (i = 0; i < tracer.signals.count; i++) {
		printf("%s\n    ", i ? "," : "");
		print_signal(&tracer.signals.list[i]);
	}
	printf("%s},\n  \"can_trace\": %s", i ? "\n  " : "", boolean(!err));
	if (err) {
		print_member("problem", failure.text);
		print_remedy(&failure, &privileges, no_new_privs);
	}
	printf("\n}\n");
	tracer_stop(&tracer);
	return !err;
}
