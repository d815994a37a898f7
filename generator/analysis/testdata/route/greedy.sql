-- events
select actor, _t as t, seq, case when action in ('A') then 1 else 0 end + case when action in ('B') then 2 else 0 end + case when action in ('C') then 4 else 0 end as m from source where (action in ('A')) or (action in ('B')) or (action in ('C'));
-- people
with p1 as (select actor, min(t) as f1, min(t) as newest from events event where m = 1 group by actor),
p2 as (select event.actor, min(p1.f1) as f1, min(event.t) as f2 from events event join p1 on event.actor = p1.actor where m = 2 and event.t >= p1.f1 and event.t <= p1.f1 + 60 group by event.actor),
p3 as (select event.actor, min(p2.f1) as f1, min(event.t) as f3 from events event join p2 on event.actor = p2.actor where m = 4 and event.t >= p2.f2 and event.t <= p2.f1 + 60 group by event.actor)
select path.*, case when f3 is not null then 3 when f2 is not null then 2 when f1 is not null then 1 end as reach, case when f3 is not null then a3 when f2 is not null then a2 when f1 is not null then a1 end as entry from (select p1.actor, p1.f1, p1.f1 as a1, p1.newest, p2.f2, p2.f1 as a2, p3.f3, p3.f1 as a3 from p1 left join p2 on p2.actor = p1.actor left join p3 on p3.actor = p1.actor) path where f1 is not null
