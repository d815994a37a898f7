package ingest

// ledger keeps values by key in the order of their first appearance; a later value of a key replaces the earlier one.
type ledger[T any] struct {
	list []T
	at   map[string]int // key -> place in list
}

func newLedger[T any]() ledger[T] { return ledger[T]{at: map[string]int{}} }

// put enters a value and says what became of it; same reports whether what stands there says the same.
func (l *ledger[T]) put(key string, x T, same func(old T) bool) outcome {
	i, ok := l.at[key]
	if !ok {
		l.at[key] = len(l.list)
		l.list = append(l.list, x)
		return stored
	}
	if same(l.list[i]) {
		return duplicate
	}
	l.list[i] = x
	return updated
}
