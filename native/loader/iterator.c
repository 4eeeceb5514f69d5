// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "iterator.h"

static struct bpf_link *attach(struct bpf_program *program, pid_t pid)
{
	union bpf_iter_link_info info = { .task = { .pid = pid } };
	LIBBPF_OPTS(bpf_iter_attach_opts, options, .link_info = &info, .link_info_len = sizeof(info));
	struct bpf_link *link = bpf_program__attach_iter(program, &options);

	/* Before 6.1 (f0d74c4da1f0) the kernel answers E2BIG to a filter it does not know. */
	return link ? link : bpf_program__attach_iter(program, NULL);
}

static int read_to_end(int fd)
{
	char ignored[4096]; /* our programs answer in maps, not in text */
	ssize_t length;

	do {
		length = read(fd, ignored, sizeof(ignored));
	} while (length > 0 || (length < 0 && (errno == EINTR || errno == EAGAIN)));
	return length < 0 ? -errno : 0;
}

int iterator_run(struct bpf_program *program, pid_t pid)
{
	struct bpf_link *link = attach(program, pid);
	int fd, err;

	if (!link)
		return -errno;
	fd = bpf_iter_create(bpf_link__fd(link));
	if (fd < 0) {
		err = -errno;
	} else {
		err = read_to_end(fd);
		close(fd);
	}
	bpf_link__destroy(link);
	return err;
}
