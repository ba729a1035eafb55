/* SPDX-License-Identifier: Apache-2.0 */
/* Names of files: the way from a directory entry up to a root. */
#ifndef STSX_PATHS_BPF_H
#define STSX_PATHS_BPF_H

/* Names that a path may consist of, and mounts that it may cross, together. Of a longer one the front is "...". */
#define STSX_PATH_STEPS 64
#define STSX_NAME_SIZE 256
#define STSX_PATH_SIZE 4096

struct dentry___stsx {
	struct dentry___stsx *d_parent;
	struct {
		const unsigned char *name;
	} d_name;
} __attribute__((preserve_access_index));

struct vfsmount___stsx {
	struct dentry___stsx *mnt_root;
} __attribute__((preserve_access_index));

struct mount___stsx {
	struct mount___stsx *mnt_parent;
	struct dentry___stsx *mnt_mountpoint;
	struct vfsmount___stsx mnt;
} __attribute__((preserve_access_index));

/*
 * Where a path is put together: what each step up from the file has met, a name's entry or 0, then the text from the root downwards. The
 * loops count nothing in registers, where the verifier would follow every count apart.
 */
struct stsx_path {
	__u64 used; /* bytes of the text */
	__u64 entries[STSX_PATH_STEPS];
	char text[STSX_PATH_SIZE + STSX_NAME_SIZE + 8];
};

#define stsx_mount_of(vfsmount) ((struct mount___stsx *)((vfsmount)-bpf_core_field_offset(struct mount___stsx, mnt)))

/* One step up. Gives the entry whose name was passed, 0 for a mount; `*dentry` is 0 at the top. */
STSX_INLINE __u64 stsx_path_step(__u64 *dentry, __u64 *vfsmount)
{
	struct vfsmount___stsx *tree = (void *)*vfsmount;
	struct dentry___stsx *entry = (void *)*dentry;
	struct dentry___stsx *parent;

	if (tree && BPF_CORE_READ(tree, mnt_root) == entry) {
		struct mount___stsx *mount = stsx_mount_of(*vfsmount);
		struct mount___stsx *above = BPF_CORE_READ(mount, mnt_parent);

		if (!above || above == mount) {
			*dentry = 0;
			return 0;
		}
		*dentry = (__u64)BPF_CORE_READ(mount, mnt_mountpoint);
		*vfsmount = (__u64)above + bpf_core_field_offset(struct mount___stsx, mnt);
		return 0;
	}
	parent = BPF_CORE_READ(entry, d_parent);
	if (parent == entry || !parent) {
		*dentry = 0;
		return 0;
	}
	*dentry = (__u64)parent;
	return (__u64)entry;
}

/* Puts the names behind the text. False: one cannot be read. */
static __noinline long stsx_path_text(struct stsx_path *path)
{
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < STSX_PATH_STEPS; i++) {
		struct dentry___stsx *entry = (void *)path->entries[STSX_PATH_STEPS - 1 - i];
		__u64 used = *(volatile __u64 *)&path->used;
		const unsigned char *name;
		long length;

		if (!entry)
			continue;
		if (used >= STSX_PATH_SIZE)
			break;
		name = BPF_CORE_READ(entry, d_name.name);
		path->text[used] = '/';
		length = bpf_probe_read_kernel_str(path->text + used + 1, STSX_NAME_SIZE, name);
		if (length <= 0 || length > STSX_NAME_SIZE)
			return 0;
		*(volatile __u64 *)&path->used = used + length;
	}
	if (*(volatile __u64 *)&path->used == 0)
		path->text[0] = '/';
	return 1;
}

/*
 * The path of `dentry` from the root on. With a `vfsmount` mounts are crossed up to the directory `root` of `root_mount`; with 0 the
 * path ends at the root of the file system.
 */
STSX_INLINE long stsx_dentry_path(char *buffer, __u32 size, struct stsx_path *path, __u64 dentry, __u64 vfsmount,
				  __u64 root, __u64 root_mount)
{
	__u32 from_size = size < sizeof(path->text) ? size : sizeof(path->text);
	struct dentry___stsx *entry = (void *)dentry, *parent;

	stsx_text_clear(buffer, size);
	if (bpf_core_read(&parent, sizeof(parent), &entry->d_parent))
		return -EFAULT;
	stsx_zero(path->text, from_size);
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < STSX_PATH_STEPS; i++) {
		__u64 name = 0;

		if (dentry == root && vfsmount == root_mount)
			dentry = 0;
		if (dentry)
			name = stsx_path_step(&dentry, &vfsmount);
		path->entries[i] = name;
	}
	if (dentry)
		__builtin_memcpy(path->text, "...", 3);
	path->used = dentry ? 3 : 0;
	if (!stsx_path_text(path))
		return -EFAULT;
	stsx_text_copy(buffer, size, path->text, from_size);
	buffer[size - 1] = '\0';
	return 0;
}

/* Since Linux 7.0 d_alias stands in a union without a name. */
struct dentry___named {
	struct {
		struct hlist_node___stsx {
			void *next;
		} d_alias;
	} d_u;
} __attribute__((preserve_access_index));

struct dentry___unnamed {
	struct hlist_node___stsx d_alias;
} __attribute__((preserve_access_index));

struct inode___stsx {
	struct {
		void *first;
	} i_dentry;
} __attribute__((preserve_access_index));

/* The first name of a file, as address of its entry in a directory; 0: it has none in memory. */
STSX_INLINE long stsx_inode_entry(__s64 *entry, __u64 inode)
{
	void *first = NULL;
	long fault = bpf_core_read(&first, sizeof(first), &((struct inode___stsx *)inode)->i_dentry.first);

	*entry = 0;
	if (fault || !first)
		return fault;
	if (bpf_core_field_exists(struct dentry___named, d_u.d_alias))
		*entry = (__s64)(first - bpf_core_field_offset(struct dentry___named, d_u.d_alias));
	else
		*entry = (__s64)(first - bpf_core_field_offset(struct dentry___unnamed, d_alias));
	return 0;
}

#endif
