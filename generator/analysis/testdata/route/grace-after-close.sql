-- events
select actor, _t as t, seq, case when action in ('A') then 1 else 0 end + case when action in ('B') then 2 else 0 end as m, _g as g from source where (action in ('A')) or (action in ('B'));
-- people
with event as (select actor, g, t, m from events where m > 0),
s1 as (select actor, g, t, m, case when m = 1 and opening_t is not null then t end as e1 from event left join (select actor as opening_actor, g as opening_g, t as opening_t from anchors) opening on opening_actor = actor and opening_t = t and opening_g = g),
c2 as (select *, max(e1) over (partition by actor, g order by t range between unbounded preceding and 2 following) as c from s1),
s2 as (select actor, g, t, m, e1, case when m = 2 and c is not null and t <= c + 60 then c end as e2 from c2)
select path.*, case when f2 is not null then 2 when f1 is not null then 1 end as reach, case when f2 is not null then a2 when f1 is not null then a1 end as entry from (select actor, g, min(case when e1 is not null then t end) as f1, min(e1) as a1, max(e1) as newest, min(case when e2 is not null then t end) as f2, min(e2) as a2 from s2 group by actor, g) path where f1 is not null
;
-- anchors
with recursive entry as (select distinct actor, g, t from events where m = 1),
start as (select actor, g, t,
	min(t) over (partition by actor, g order by t range between 61 following and unbounded following) as next_t,
	max(t) over (partition by actor, g order by t rows between unbounded preceding and 1 preceding) as prev_t from entry),
close as (select * from start where prev_t >= t - 60),
opening as (select actor, g, t, next_t from start where prev_t is null or prev_t < t - 60
	union all select s.actor, s.g, s.t, s.next_t from opening o join close s on s.actor = o.actor and s.g = o.g and s.t = o.next_t where o.next_t is not null)
select actor, g, t from opening
