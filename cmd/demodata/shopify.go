package main

import (
	"fmt"
	"strings"
	"time"
)

// ordersHeader is that of Shopify's "Export orders".
const ordersHeader = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes," +
	"Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price," +
	"Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1," +
	"Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street," +
	"Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes," +
	"Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id," +
	"Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value," +
	"Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name," +
	"Next Payment Due At,Payment References"

// ordersExport writes orders newest first. The order's own cells stand on its first line only; a further line holds
// name, e-mail, time and the item.
func ordersExport(orders []order) []byte {
	var s sheet
	columns := strings.Split(ordersHeader, ",")
	s.row(columns...)
	for i := len(orders) - 1; i >= 0; i-- {
		o := orders[i]
		head := o.head()
		for n, l := range o.lines {
			cells := o.item(l)
			if n == 0 {
				for name, value := range head {
					cells[name] = value
				}
			}
			row := make([]string, len(columns))
			for c, name := range columns {
				row[c] = cells[name]
			}
			s.row(row...)
		}
	}
	return s.Bytes()
}

// item is what every line of an order holds, by column.
func (o order) item(l line) map[string]string {
	return map[string]string{
		"Name": o.name, "Email": o.customer.email, "Created at": stamp(o.at), "Vendor": "Harbour & Bean",
		"Lineitem quantity": fmt.Sprint(l.quantity), "Lineitem name": l.product.name, "Lineitem price": pounds(l.product.pence),
		"Lineitem sku": l.product.sku, "Lineitem requires shipping": "true", "Lineitem taxable": fmt.Sprint(l.product.taxed),
		"Lineitem fulfillment status": o.fulfilment(), "Lineitem discount": "0.00",
	}
}

// head is what only the first line of an order holds, by column.
func (o order) head() map[string]string {
	c := o.customer
	h := map[string]string{
		"Financial Status": o.status, "Fulfillment Status": o.fulfilment(), "Accepts Marketing": yesNo(c.marketing), "Currency": "GBP",
		"Subtotal": pounds(o.subtotal()), "Shipping": pounds(o.shipping), "Taxes": pounds(o.tax()), "Total": pounds(o.total()),
		"Discount Code": o.code, "Discount Amount": pounds(o.discount), "Shipping Method": "Royal Mail Tracked 48",
		"Note Attributes": o.attributes(), "Payment Method": "Shopify Payments", "Payment Reference": "r" + o.id,
		"Refunded Amount": pounds(o.refunded), "Outstanding Balance": "0.00", "Id": o.id, "Risk Level": "Low", "Source": "web",
		"Phone": c.phone, "Payment ID": "r" + o.id, "Payment References": "r" + o.id,
	}
	for _, side := range []string{"Billing ", "Shipping "} {
		h[side+"Name"], h[side+"Street"], h[side+"Address1"] = c.name, c.street, c.street
		h[side+"City"], h[side+"Zip"], h[side+"Country"] = c.city, c.postcode, "GB"
		h[side+"Phone"], h[side+"Province Name"] = c.phone, c.county
	}
	if o.tax() > 0 {
		h["Tax 1 Name"], h["Tax 1 Value"] = "GB VAT 20%", pounds(o.tax())
	}
	switch o.status {
	case "pending":
		h["Outstanding Balance"], h["Payment Method"] = pounds(o.total()), "Bank Deposit"
	case "voided":
		h["Cancelled at"] = stamp(o.cancelled)
	default:
		h["Paid at"] = stamp(o.at.Add(4 * time.Second))
	}
	if o.fulfilment() == "fulfilled" {
		h["Fulfilled at"] = stamp(o.sent())
	}
	return h
}

// sent is when the parcel left: the next morning.
func (o order) sent() time.Time {
	t := o.at.In(london())
	return time.Date(t.Year(), t.Month(), t.Day()+1, 10, 20+t.Minute()/2, t.Second(), 0, london())
}

func (o order) fulfilment() string {
	if o.status == "paid" && o.sent().Before(asOf) || strings.HasSuffix(o.status, "refunded") {
		return "fulfilled"
	}
	return "unfulfilled"
}

// attributes are the cart attributes that the shop's theme writes from the address of the landing page.
func (o order) attributes() string {
	if o.source == "" {
		return ""
	}
	medium := "social"
	if o.source != "instagram" {
		medium = "email"
	}
	pairs := []string{"utm_source: " + o.source, "utm_medium: " + medium}
	if o.campaign != "" {
		pairs = append(pairs, "utm_campaign: "+o.campaign)
	}
	if o.post != "" {
		pairs = append(pairs, "utm_content: "+o.post)
	}
	return strings.Join(pairs, "\n")
}

// stamp writes a time as a shop in London does.
func stamp(t time.Time) string { return t.In(london()).Format("2006-01-02 15:04:05 -0700") }

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
