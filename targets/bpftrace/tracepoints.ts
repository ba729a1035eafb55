/**
 * Trace events by name, for versions without raw tracepoints: the category that an event stands under in tracefs, and which of its
 * fields hold what a raw tracepoint's parameters hold. Two events can share neither; an event that is not here can be counted, not read.
 */
export interface TraceEventRow {
  readonly category: string;
  /** Parameter of the raw tracepoint, or what a path from it reaches (`prev->pid`), to the event's field. */
  readonly fields: Readonly<Record<string, string>>;
  /** The same for texts that the event holds behind its fields (`__data_loc char[]`), which str() reads. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** include/trace/events/net.h: what all events have that are about one packet of a device. */
const ofDevice = {
  fields: { skb: 'skbaddr', 'skb->len': 'len' },
  texts: { 'skb->dev->name': 'name' },
};

export const traceEvents: Readonly<Record<string, TraceEventRow>> = {
  kfree_skb: { category: 'skb', fields: { skb: 'skbaddr', location: 'location', reason: 'reason' } },
  consume_skb: { category: 'skb', fields: { skb: 'skbaddr', location: 'location' } },
  net_dev_queue: { category: 'net', ...ofDevice },
  netif_receive_skb: { category: 'net', ...ofDevice },
  netif_rx: { category: 'net', ...ofDevice },
  net_dev_xmit: { category: 'net', fields: { skb: 'skbaddr', rc: 'rc', skb_len: 'len' } },
  net_dev_start_xmit: { category: 'net', fields: { skb: 'skbaddr' } },
  sched_switch: {
    category: 'sched',
    fields: {
      'prev->pid': 'prev_pid',
      'prev->prio': 'prev_prio',
      'prev->comm': 'prev_comm',
      'next->pid': 'next_pid',
      'next->prio': 'next_prio',
      'next->comm': 'next_comm',
    },
  },
  sched_wakeup: { category: 'sched', fields: { 'p->pid': 'pid', 'p->prio': 'prio', 'p->comm': 'comm' } },
  sched_wakeup_new: { category: 'sched', fields: { 'p->pid': 'pid', 'p->prio': 'prio', 'p->comm': 'comm' } },
  sched_process_exit: {
    category: 'sched',
    fields: { 'p->pid': 'pid', 'p->prio': 'prio', 'p->comm': 'comm' },
  },
  sched_process_fork: {
    category: 'sched',
    fields: {
      'parent->pid': 'parent_pid',
      'parent->comm': 'parent_comm',
      'child->pid': 'child_pid',
      'child->comm': 'child_comm',
    },
  },
  sched_migrate_task: {
    category: 'sched',
    fields: { 'p->pid': 'pid', 'p->prio': 'prio', 'p->comm': 'comm', dest_cpu: 'dest_cpu' },
  },
  signal_generate: {
    category: 'signal',
    fields: { sig: 'sig', 'task->pid': 'pid', 'task->comm': 'comm', group: 'group', result: 'result' },
  },
  signal_deliver: { category: 'signal', fields: { sig: 'sig' } },
  irq_handler_entry: { category: 'irq', fields: { irq: 'irq' } },
  irq_handler_exit: { category: 'irq', fields: { irq: 'irq', ret: 'ret' } },
  softirq_entry: { category: 'irq', fields: { vec_nr: 'vec' } },
  softirq_exit: { category: 'irq', fields: { vec_nr: 'vec' } },
  softirq_raise: { category: 'irq', fields: { vec_nr: 'vec' } },
  timer_start: { category: 'timer', fields: { timer: 'timer' } },
  timer_expire_entry: { category: 'timer', fields: { timer: 'timer' } },
  hrtimer_expire_entry: { category: 'timer', fields: { hrtimer: 'hrtimer' } },
  workqueue_execute_start: { category: 'workqueue', fields: { work: 'work' } },
  kmalloc: {
    category: 'kmem',
    fields: { call_site: 'call_site', ptr: 'ptr', bytes_req: 'bytes_req', bytes_alloc: 'bytes_alloc' },
  },
  kfree: { category: 'kmem', fields: { call_site: 'call_site', ptr: 'ptr' } },
  sys_enter: { category: 'raw_syscalls', fields: { id: 'id' } },
  sys_exit: { category: 'raw_syscalls', fields: { ret: 'ret' } },
  page_fault_user: { category: 'exceptions', fields: { address: 'address', error_code: 'error_code' } },
  page_fault_kernel: { category: 'exceptions', fields: { address: 'address', error_code: 'error_code' } },
  block_rq_issue: { category: 'block', fields: {} },
};
