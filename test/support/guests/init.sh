#!/bin/busybox sh
# The guest's only process of its own: runs the cases one after the other and sends what each printed over the second serial port,
# `case NAME STATUS LENGTH LENGTH LENGTH` and then so many bytes of output, of errors, of notes. The first port is the console.
/bin/busybox mkdir -p /proc /sys /dev /tmp /bin
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
mount -t tmpfs none /tmp
mount -t tracefs none /sys/kernel/tracing
mkdir /tmp/deep
ip link set lo up
stty -F /dev/ttyS1 raw -echo
exec 3>/dev/ttyS1

length() { stat -c %s "$1"; }

echo "kernel $(uname -r)" >&3
while read -r name seconds command; do
	echo "running $name" >/dev/console
	: >/tmp/notes
	timeout -s KILL "$seconds" sh -c "$command" >/tmp/out 2>/tmp/err </dev/null
	status=$?
	echo "case $name $status $(length /tmp/out) $(length /tmp/err) $(length /tmp/notes)" >&3
	cat /tmp/out /tmp/err /tmp/notes >&3
done </cases
echo "done" >&3
# The port sends slower than it is written to.
sleep 1
poweroff -f
