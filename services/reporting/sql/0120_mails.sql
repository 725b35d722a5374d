-- Mails about reminders, each written down with its reminder and before it is sent; no address, no name, no text.
create table mail (
    mail_id uuid primary key,
    message_id text not null,
    duty_id uuid not null,
    project_id uuid not null,
    reminder text not null,
    due_on date not null,
    written_at timestamptz not null,
    standing text not null default 'waiting' check (standing in ('waiting', 'sent', 'not-sent')),
    attempts integer not null default 0,
    next_at timestamptz not null,
    reason text
);
create index on mail (next_at) where standing = 'waiting';
