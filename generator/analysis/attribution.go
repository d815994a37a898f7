package analysis

import (
	"context"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

func attributions(ctx context.Context, w *warehouse.Warehouse, o Options) ([]model.Attributed, error) {
	return []model.Attributed{}, nil
}
