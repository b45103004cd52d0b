using System.Text;

namespace Pdp.Core.PromQl.Syntax;

/// <summary>
/// Writes expressions so that any reader of PromQL reads the same tree. Parentheses are in the tree, so none is added; every name that is not plain is
/// quoted, and every string is written with the escapes all versions know.
/// </summary>
internal static class Printer
{
    public static string Print(Expression expression)
    {
        var text = new StringBuilder();
        Write(text, expression);
        return text.ToString();
    }

    private static void Write(StringBuilder to, Expression expression)
    {
        switch (expression)
        {
            case NumberLiteral number:
                to.Append(PrintedNumber.Of(number.Value));
                break;
            case StringLiteral text:
                to.Append(Quoted.Write(text.Value));
                break;
            case Parentheses inner:
                to.Append('(');
                Write(to, inner.Inner);
                to.Append(')');
                break;
            case Unary unary:
                to.Append(unary.Minus ? '-' : '+');
                Write(to, unary.Operand);
                break;
            case Binary binary:
                Write(to, binary);
                break;
            case Call call:
                to.Append(call.Function).Append('(');
                List(to, call.Arguments, Write);
                to.Append(')');
                break;
            case Aggregation aggregation:
                Write(to, aggregation);
                break;
            case Selector selector:
                SelectorPrinter.Write(to, selector);
                break;
            case Subquery subquery:
                Write(to, subquery.Inner);
                to.Append('[').Append(PrintedNumber.Duration(subquery.Range)).Append(':');
                if (subquery.Step is { } step) to.Append(PrintedNumber.Duration(step));
                to.Append(']');
                SelectorPrinter.Write(to, subquery.At);
                break;
        }
    }

    private static void Write(StringBuilder to, Binary binary)
    {
        Write(to, binary.Left);
        to.Append(' ').Append(binary.Operator.Text);
        if (binary.Bool) to.Append(" bool");
        if (binary.Matching is { } matching)
        {
            to.Append(matching.On ? " on (" : " ignoring (");
            Names(to, matching.Labels);
            to.Append(')');
            if (matching.Group is { } group)
            {
                to.Append(group == MatchGroup.Left ? " group_left (" : " group_right (");
                Names(to, matching.Include);
                to.Append(')');
            }
        }
        to.Append(' ');
        Write(to, binary.Right);
    }

    private static void Write(StringBuilder to, Aggregation aggregation)
    {
        to.Append(aggregation.Operator);
        if (aggregation.Grouping is { } grouping)
        {
            to.Append(grouping.Without ? " without (" : " by (");
            Names(to, grouping.Labels);
            to.Append(") ");
        }
        to.Append('(');
        if (aggregation.Parameter is { } parameter)
        {
            Write(to, parameter);
            to.Append(", ");
        }
        Write(to, aggregation.Operand);
        to.Append(')');
    }

    private static void Names(StringBuilder to, IReadOnlyList<string> names) => List(to, names, (text, name) => text.Append(Quoted.Name(name)));

    private static void List<T>(StringBuilder to, IReadOnlyList<T> items, Action<StringBuilder, T> write)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) to.Append(", ");
            write(to, items[i]);
        }
    }
}
