-- events
select actor, _t as t, seq, case when action in ('A') then 1 else 0 end + case when action in ('B') then 2 else 0 end + case when action in ('C') then 4 else 0 end as m from source where (action in ('A')) or (action in ('B')) or (action in ('C'));
-- people
with event as (select actor, t, m from events where m > 0),
s1 as (select actor, t, m, case when m = 1 then t end as e1 from event),
c2 as (select *, max(e1) over (partition by actor order by t range between unbounded preceding and current row) as c from s1),
s2 as (select actor, t, m, case when m = 2 and c is not null and t <= c + 60 then c end as e2 from c2 where m > 1 and c is not null and t <= c + 60),
c3 as (select *, max(e2) over (partition by actor order by t range between unbounded preceding and current row) as c from s2),
s3 as (select actor, t, m, e2, case when m = 4 and c is not null and t <= c + 60 then c end as e3 from c3 where m < 2 or m = 2 and e2 is not null or m > 2 and c is not null and t <= c + 60),
entered as (select actor, min(t) as f1, max(t) as newest from events event where m = 1 group by actor),
later as (select actor, min(case when e2 is not null then t end) as f2, min(case when e3 is not null then t end) as f3 from s3 group by actor),
began as (select later.actor, min(case when event.t <= later.f2 and event.t >= later.f2 - 60 then event.t end) as a2, min(case when event.t <= later.f3 and event.t >= later.f3 - 60 then event.t end) as a3 from later join events event on event.actor = later.actor where later.f2 is not null and m = 1 group by later.actor)
select path.*, case when f3 is not null then 3 when f2 is not null then 2 when f1 is not null then 1 end as reach, case when f3 is not null then a3 when f2 is not null then a2 when f1 is not null then a1 end as entry from (select entered.actor, entered.f1, entered.f1 as a1, entered.newest, later.f2, began.a2, later.f3, began.a3 from entered left join later on later.actor = entered.actor left join began on began.actor = entered.actor) path where f1 is not null
