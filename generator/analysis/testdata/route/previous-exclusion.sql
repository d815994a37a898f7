-- events
select actor, _t as t, seq, case when action in ('A') then 1 else 0 end + case when action in ('B') then 2 else 0 end + case when action in ('C') then 4 else 0 end as m, case when (action = 'D') then 2 else 0 end as x from source where (action in ('A')) or (action in ('B')) or (action in ('C')) or (action = 'D');
-- people
with event as (select actor, t, m, x from events where m > 0 or x > 0),
s1 as (select actor, t, m, x, case when m = 1 then t end as e1 from event),
c2 as (select *, max(e1) over (partition by actor order by t range between unbounded preceding and current row) as c, max(case when e1 is not null then t end) over (partition by actor order by t range between unbounded preceding and current row) as q from s1),
s2 as (select actor, t, m, x, e1, case when m = 2 and c is not null and t <= q + 60 then c end as e2 from c2),
c3 as (select *, max(e2) over (partition by actor order by t range between unbounded preceding and current row) as c, max(case when e2 is not null then t end) over (partition by actor order by t range between unbounded preceding and current row) as q, max(case when mod(x, 4) >= 2 then t end) over (partition by actor order by t range between unbounded preceding and current row) as b from s2),
s3 as (select actor, t, m, x, e1, e2, case when m = 4 and c is not null and t <= q + 60 and (b is null or q >= b) then c end as e3 from c3)
select path.*, case when f3 is not null then 3 when f2 is not null then 2 when f1 is not null then 1 end as reach, case when f3 is not null then a3 when f2 is not null then a2 when f1 is not null then a1 end as entry from (select actor, min(case when e1 is not null then t end) as f1, min(e1) as a1, max(e1) as newest, min(case when e2 is not null then t end) as f2, min(e2) as a2, min(case when e3 is not null then t end) as f3, min(e3) as a3 from s3 group by actor) path where f1 is not null
