using Pdp.Core.PromQl.Syntax;

namespace Pdp.Core.PromQl.Parsing;

/// <summary>Selectors, label lists, ranges, and what shifts them in time.</summary>
internal sealed class SelectorParser(TokenStream tokens)
{
    /// <summary>A selector whose name, if it has one, has been taken.</summary>
    public Selector Selector(Token? name)
    {
        var matchers = new List<Matcher>();
        var plain = name is { } word && Names.IsMetric(word.Text);
        // A word of the language may be a metric's name too; in braces it cannot be misread.
        if (name is { } other && !plain) matchers.Add(new Matcher(Matcher.MetricName, MatchKind.Equal, other.Text));
        if (tokens.TrySign("{"))
        {
            while (!tokens.TrySign("}"))
            {
                matchers.Add(One());
                if (tokens.TrySign(",")) continue;
                tokens.Sign("}");
                break;
            }
        }
        return new Selector(plain ? name!.Value.Text : null, new Sequence<Matcher>(matchers), null, Shift.None);
    }

    /// <summary>Names in parentheses.</summary>
    public Sequence<string> Labels()
    {
        tokens.Sign("(");
        var labels = new List<string>();
        while (!tokens.TrySign(")"))
        {
            labels.Add(Label(tokens.Take()));
            if (tokens.TrySign(",")) continue;
            tokens.Sign(")");
            break;
        }
        return new Sequence<string>(labels);
    }

    /// <summary>A range or a subquery.</summary>
    public Expression Bracket(Expression inner)
    {
        var at = tokens.Take().At;
        var range = NumberReader.Duration(tokens.Take());
        if (range == 0) throw new PromQlException(at, "a range must be longer than nothing.");
        if (tokens.TrySign(":"))
        {
            long? step = tokens.Peek.IsSign("]") ? null : NumberReader.Duration(tokens.Take());
            tokens.Sign("]");
            return new Subquery(inner, range, step, Shift.None);
        }
        tokens.Sign("]");
        if (inner is not Selector { Range: null } selector) throw new PromQlException(at, "a range stands after a selector; for an expression write [range:].");
        if (selector.At != Shift.None) throw new PromQlException(at, "offset and @ stand after the range.");
        return selector with { Range = range };
    }

    /// <summary>With @ or offset.</summary>
    public Expression Shifted(Expression inner)
    {
        var sign = tokens.Take();
        return inner switch
        {
            Selector selector => selector with { At = Shifted(selector.At, sign) },
            Subquery subquery => subquery with { At = Shifted(subquery.At, sign) },
            _ => throw new PromQlException(sign.At, "offset and @ stand after a selector or subquery."),
        };
    }

    private Matcher One()
    {
        var token = tokens.Take();
        if (token.Kind == TokenKind.Text && (tokens.Peek.IsSign(",") || tokens.Peek.IsSign("}"))) return new Matcher(Matcher.MetricName, MatchKind.Equal, token.Text);
        var label = Label(token);
        MatchKind kind;
        if (tokens.TrySign("=")) kind = MatchKind.Equal;
        else if (tokens.TrySign("!=")) kind = MatchKind.NotEqual;
        else if (tokens.TrySign("=~")) kind = MatchKind.Matches;
        else if (tokens.TrySign("!~")) kind = MatchKind.NotMatches;
        else throw new PromQlException(tokens.Peek.At, "=, !=, =~ or !~ is missing here.");
        var value = tokens.Take();
        return value.Kind == TokenKind.Text ? new Matcher(label, kind, value.Text) : throw new PromQlException(value.At, "a label's value stands in quotes.");
    }

    private static string Label(Token token)
    {
        if (token.Kind == TokenKind.Text && token.Text.Length > 0) return token.Text;
        return token.Kind == TokenKind.Word && Names.IsLabel(token.Text) ? token.Text : throw new PromQlException(token.At, "a label's name is missing here.");
    }

    private Shift Shifted(Shift shift, Token sign)
    {
        if (sign.IsSign("@")) return shift.At is null ? shift with { At = Time() } : throw new PromQlException(sign.At, "@ stands here twice.");
        if (shift.Offset is not null) throw new PromQlException(sign.At, "offset stands here twice.");
        var minus = Minus();
        return shift with { Offset = (minus ? -1 : 1) * NumberReader.Duration(tokens.Take()) };
    }

    private AtTime Time()
    {
        foreach (var (word, time) in new (string, AtTime)[] { ("start", new AtTime.Start()), ("end", new AtTime.End()) })
        {
            if (!tokens.TryWord(word)) continue;
            tokens.Sign("(");
            tokens.Sign(")");
            return time;
        }
        var minus = Minus();
        var token = tokens.Take();
        if (token.Kind != TokenKind.Number) throw new PromQlException(token.At, "a time is missing here: seconds, start() or end().");
        var seconds = NumberReader.Number(token);
        return double.IsFinite(seconds) ? new AtTime.Timestamp(minus ? -seconds : seconds) : throw new PromQlException(token.At, "there is no such time.");
    }

    private bool Minus()
    {
        var minus = tokens.TrySign("-");
        if (!minus) tokens.TrySign("+");
        return minus;
    }
}
