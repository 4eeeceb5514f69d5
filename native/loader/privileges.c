// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "privileges.h"

/* Two words of 32 capabilities. libcap would be a dependency for two system calls. */
struct capabilities {
	struct __user_cap_data_struct words[_LINUX_CAPABILITY_U32S_3];
};

static int capabilities_get(struct capabilities *capabilities)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };

	return syscall(SYS_capget, &header, capabilities->words) ? -errno : 0;
}

static int capabilities_set(const struct capabilities *capabilities)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };

	return syscall(SYS_capset, &header, capabilities->words) ? -errno : 0;
}

static bool has(const struct capabilities *capabilities, int capability)
{
	return capabilities->words[CAP_TO_INDEX(capability)].effective & CAP_TO_MASK(capability);
}

int privileges_read(struct privileges *privileges)
{
	struct capabilities capabilities;
	int err = capabilities_get(&capabilities);

	if (err)
		return err;
	privileges->bpf = has(&capabilities, CAP_BPF);
	privileges->perfmon = has(&capabilities, CAP_PERFMON);
	privileges->net_admin = has(&capabilities, CAP_NET_ADMIN);
	privileges->sys_admin = has(&capabilities, CAP_SYS_ADMIN);
	return 0;
}

int privileges_reduce(void)
{
	/* SYS_RESOURCE raises RLIMIT_MEMLOCK before 5.11, NET_ADMIN is for cgroup programs. */
	static const int needed[] = { CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN, CAP_SYS_RESOURCE, CAP_SYS_ADMIN };
	struct capabilities had, kept = {};
	int i, count = sizeof(needed) / sizeof(needed[0]);
	int err = capabilities_get(&had);

	if (err)
		return err;
	/* Container runtimes older than the two new capabilities grant the old one. */
	if (has(&had, CAP_BPF) && has(&had, CAP_PERFMON))
		count--;
	for (i = 0; i < count; i++)
		if (has(&had, needed[i]))
			kept.words[CAP_TO_INDEX(needed[i])].effective |= CAP_TO_MASK(needed[i]);
	for (i = 0; i < _LINUX_CAPABILITY_U32S_3; i++)
		kept.words[i].permitted = kept.words[i].effective;
	return capabilities_set(&kept);
}
