// SPDX-License-Identifier: Apache-2.0
/* Names of files, counts of pages and bits, of handlers that no event runs: what prelude/paths.bpf.h and process.bpf.h do where the event is. */
#include <string.h>

#include "../api/intrinsics.h"
#include "../api/members.h"
#include "../api/record.h"
#include "../symbols/members.h"
#include "../symbols/read-memory.h"

#define MOST_STEPS 64
#define NAME_SIZE 256

static struct stsx_member dentry_parent = { .type = "struct dentry", .path = "d_parent" };
static struct stsx_member dentry_name = { .type = "struct dentry", .path = "d_name.name" };
static struct stsx_member mount_root = { .type = "struct vfsmount", .path = "mnt_root" };
static struct stsx_member mount_parent = { .type = "struct mount", .path = "mnt_parent" };
static struct stsx_member mount_point = { .type = "struct mount", .path = "mnt_mountpoint" };
static struct stsx_member mount_itself = { .type = "struct mount", .path = "mnt" };

/* Where the walk stands. */
struct place {
	int64_t dentry;
	int64_t vfsmount;
};

/* False: `at` is the top, or something could not be read. */
static bool go_up(struct stsx_context *c, struct place *at, const struct stsx_site *site, bool *is_name)
{
	int64_t parent;

	*is_name = false;
	if (at->vfsmount &&
	    stsx_member_read(c, &mount_root, at->vfsmount, STSX_KERNEL_SPACE, site) == at->dentry) {
		int64_t mount = at->vfsmount - stsx_member_address(c, &mount_itself, 0, site);
		int64_t above = stsx_member_read(c, &mount_parent, mount, STSX_KERNEL_SPACE, site);

		if (c->error || !above || above == mount)
			return false;
		at->dentry = stsx_member_read(c, &mount_point, mount, STSX_KERNEL_SPACE, site);
		at->vfsmount = stsx_member_address(c, &mount_itself, above, site);
		return !c->error;
	}
	parent = stsx_member_read(c, &dentry_parent, at->dentry, STSX_KERNEL_SPACE, site);
	if (c->error || !parent || parent == at->dentry)
		return false;
	*is_name = true;
	at->dentry = parent;
	return true;
}

/* A name is read in pieces that end at multiples of their size, so that none reaches into a page that the name does not. */
static bool read_name(struct stsx_context *c, int64_t dentry, char name[NAME_SIZE], const struct stsx_site *site)
{
	uint64_t address = (uint64_t)stsx_member_read(c, &dentry_name, dentry, STSX_KERNEL_SPACE, site);
	size_t used = 0;

	while (!c->error && used < NAME_SIZE - 1) {
		size_t size = 32 - ((address + used) & 31);

		if (size > NAME_SIZE - 1 - used)
			size = NAME_SIZE - 1 - used;
		if (!stsx_read_kernel_memory(address + used, name + used, size)) {
			stsx_raise_fault(c, address + used, site);
			return false;
		}
		if (memchr(name + used, '\0', size))
			return true;
		used += size;
	}
	name[used] = '\0';
	return !c->error;
}

static size_t append(const struct stsx_context *c, char *text, size_t used, const char *more)
{
	size_t length = strnlen(more, c->string_size - 1 - used);

	memcpy(text + used, more, length);
	text[used + length] = '\0';
	return used + length;
}

const char *stsx_fn___dentry_path(STSX_FN, int64_t dentry, int64_t vfsmount, int64_t root, int64_t root_mount)
{
	struct place at = { dentry, vfsmount };
	int64_t entries[MOST_STEPS];
	uint32_t count = 0;
	uint32_t steps = 0;
	char *text = stsx_string_buffer(c);
	size_t used;

	for (; steps < MOST_STEPS && !(at.dentry == root && at.vfsmount == root_mount); steps++) {
		bool is_name;
		int64_t entry = at.dentry;

		if (!go_up(c, &at, site, &is_name))
			break;
		if (is_name)
			entries[count++] = entry;
	}
	used = append(c, text, 0, steps == MOST_STEPS ? "..." : count == 0 ? "/" : "");
	while (!c->error && count > 0) {
		char name[NAME_SIZE];

		if (!read_name(c, entries[--count], name, site))
			break;
		used = append(c, text, used, "/");
		used = append(c, text, used, name);
	}
	return c->error ? "" : text;
}

int64_t stsx_fn___inode_entry(STSX_FN, int64_t inode)
{
	static struct stsx_member first_alias = { .type = "struct inode", .path = "i_dentry.first" };
	/* Until Linux 7.0 in a union with a name. */
	static struct stsx_member named = { .type = "struct dentry", .path = "d_u.d_alias" };
	static struct stsx_member unnamed = { .type = "struct dentry", .path = "d_alias" };
	int64_t first = stsx_member_read(c, &first_alias, inode, STSX_KERNEL_SPACE, site);

	if (c->error || !first)
		return 0;
	return first - stsx_member_address(c, stsx_member_exists(&named) ? &named : &unnamed, 0, site);
}

int64_t stsx_fn___memory_counter(STSX_FN, int64_t mm, int64_t kind)
{
	/* Until Linux 6.1 in a structure of their own. */
	static struct stsx_member counts = { .type = "struct mm_struct", .path = "rss_stat.count" };
	static struct stsx_member counters = { .type = "struct mm_struct", .path = "rss_stat" };
	static struct stsx_member counter = { .type = "struct percpu_counter", .path = "" };
	static struct stsx_member count = { .type = "struct percpu_counter", .path = "count" };
	int64_t at;

	if (stsx_member_exists(&counts))
		return stsx_number_read(c, stsx_member_address(c, &counts, mm, site) + 8 * kind, 8, true, STSX_KERNEL_SPACE,
					site);
	at = stsx_member_address(c, &counters, mm, site) + kind * stsx_member_size(c, &counter, site);
	return stsx_member_read(c, &count, at, STSX_KERNEL_SPACE, site);
}

int64_t stsx_fn___count_bits(STSX_FN, int64_t address, int64_t bits)
{
	int64_t count = 0;

	for (int64_t at = 0; at < bits / 64; at++) {
		uint64_t word;

		if (!stsx_read_kernel_memory((uint64_t)(address + 8 * at), &word, sizeof(word))) {
			stsx_raise_fault(c, (uint64_t)(address + 8 * at), site);
			return 0;
		}
		count += __builtin_popcountll(word);
	}
	return count;
}
