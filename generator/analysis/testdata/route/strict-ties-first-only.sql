-- events
select actor, _t as t, seq, case when action in ('A') then 1 else 0 end + case when action in ('A') then 2 else 0 end as m from source where (action in ('A'));
-- people
with event as (select actor, t, m from events where m > 0),
s1 as (select actor, t, m, case when mod(m, 2) >= 1 and t = opening then t end as e1 from (select *, min(case when mod(m, 2) >= 1 then t end) over (partition by actor) as opening from event) event),
c2 as (select *, max(e1) over (partition by actor order by t groups between unbounded preceding and 1 preceding) as c from s1),
s2 as (select actor, t, m, e1, case when mod(m, 4) >= 2 and c is not null then c end as e2 from c2)
select path.*, case when f2 is not null then 2 when f1 is not null then 1 end as reach, case when f2 is not null then a2 when f1 is not null then a1 end as entry from (select actor, min(case when e1 is not null then t end) as f1, min(e1) as a1, max(e1) as newest, min(case when e2 is not null then t end) as f2, min(e2) as a2 from s2 group by actor) path where f1 is not null
