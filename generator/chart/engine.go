package chart

import (
	"context"
	"fmt"
	"time"

	"modernc.org/quickjs"
)

// Limits of one drawing. An ordinary one takes some ten milliseconds and some ten megabytes.
const (
	drawTimeout  = 30 * time.Second
	engineMemory = 512 << 20
)

// engine is ECharts in a JavaScript machine of its own: no file system, no network, no clock but Date.
// It draws one chart at a time.
type engine struct{ vm *quickjs.VM }

// startEngine takes about a tenth of a second.
func startEngine() (*engine, error) {
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, fmt.Errorf("start the drawing engine: %w", err)
	}
	e := &engine{vm}
	if err := e.load(); err != nil {
		vm.Close()
		return nil, fmt.Errorf("start the drawing engine: %w", err)
	}
	return e, nil
}

func (e *engine) load() error {
	e.vm.SetMemoryLimit(engineMemory)
	if err := e.vm.SetEvalTimeout(drawTimeout); err != nil {
		return err
	}
	// ECharts asks for timers when it loads; nothing that it draws in one go needs them to fire.
	const timers = "globalThis.setTimeout = globalThis.clearTimeout = globalThis.setInterval = globalThis.clearInterval = function () {};"
	if _, err := e.vm.Eval(timers, quickjs.EvalGlobal); err != nil {
		return err
	}
	_, err := e.vm.Eval(bundle, quickjs.EvalGlobal)
	return err
}

// draw returns ECharts' own SVG, not yet safe. After an error the engine must not be used again.
func (e *engine) draw(ctx context.Context, option []byte, width, height float64) (string, error) {
	stop := context.AfterFunc(ctx, e.vm.Interrupt)
	defer stop()
	result, err := e.vm.Call("likewiseCharts.draw", string(option), width, height)
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return "", err
	}
	svg, ok := result.(string)
	if !ok {
		return "", fmt.Errorf("the drawing engine returned a %T", result)
	}
	return svg, nil
}

func (e *engine) close() error { return e.vm.Close() }
