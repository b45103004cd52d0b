using Pdp.Core.PromQl.Syntax;

namespace Pdp.Core.PromQl.Parsing;

/// <summary>Operators, and what stands between them.</summary>
internal sealed class ExpressionParser(TokenStream tokens)
{
    // A sign binds like *, so it takes what binds more than that.
    private const int BindsMoreThanSign = 6;

    private readonly SelectorParser _selectors = new(tokens);

    public Expression Expression(int least = 1)
    {
        tokens.Enter();
        var left = Operand();
        while (Operator() is { } found && found.Precedence >= least)
        {
            var at = tokens.Take().At;
            var modified = tokens.TryWord("bool");
            if (modified && !found.IsComparison) throw new PromQlException(at, "bool stands after comparisons only.");
            var matching = Matching(found);
            var right = Expression(found.IsRightAssociative ? found.Precedence : found.Precedence + 1);
            left = new Binary(found, modified, matching, left, right);
        }
        tokens.Leave();
        return left;
    }

    private BinaryOperator? Operator() => tokens.Peek.Kind is TokenKind.Sign or TokenKind.Word
        ? BinaryOperator.All.FirstOrDefault(one => tokens.Peek.IsSign(one.Text) || tokens.Peek.IsWord(one.Text))
        : null;

    private Expression Operand()
    {
        var minus = tokens.Peek.IsSign("-");
        if (!minus && !tokens.Peek.IsSign("+")) return Postfix(Primary());
        tokens.Take();
        return new Unary(minus, Expression(BindsMoreThanSign));
    }

    private Expression Primary()
    {
        var token = tokens.Peek;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new NumberLiteral(NumberReader.Number(tokens.Take()));
            case TokenKind.Text:
                return new StringLiteral(tokens.Take().Text);
            case TokenKind.Sign when token.Text == "(":
                tokens.Take();
                var inner = Expression();
                tokens.Sign(")");
                return new Parentheses(inner);
            case TokenKind.Sign when token.Text == "{":
                return _selectors.Selector(null);
            case TokenKind.Word:
                return Word();
            case TokenKind.End:
                throw new PromQlException(token.At, "the expression ends too early.");
            default:
                throw new PromQlException(token.At, "an operand is missing here.");
        }
    }

    private Expression Word()
    {
        var word = tokens.Take();
        var called = tokens.Peek.IsSign("(");
        if (Functions.IsAggregation(word.Text) && (called || tokens.Peek.IsWord("by") || tokens.Peek.IsWord("without"))) return Aggregation(word);
        if (called) return Call(word);
        if ((word.IsWord("inf") || word.IsWord("nan")) && !tokens.Peek.IsSign("{")) return new NumberLiteral(NumberReader.Number(word));
        return _selectors.Selector(word);
    }

    private Call Call(Token word)
    {
        if (!Functions.Exists(word.Text)) throw new PromQlException(word.At, "there is no such function, or none that may be used here.");
        return new Call(word.Text, new Sequence<Expression>(Arguments()));
    }

    private Aggregation Aggregation(Token word)
    {
        var grouping = Grouping();
        var arguments = Arguments();
        grouping ??= Grouping();
        var name = word.Text.ToLowerInvariant();
        var wanted = Functions.HasParameter(name) ? 2 : 1;
        if (arguments.Count != wanted) throw new PromQlException(word.At, $"this aggregation takes {wanted} arguments.");
        return new Aggregation(name, wanted == 2 ? arguments[0] : null, grouping, arguments[^1]);
    }

    private List<Expression> Arguments()
    {
        tokens.Sign("(");
        var arguments = new List<Expression>();
        if (tokens.TrySign(")")) return arguments;
        do arguments.Add(Expression());
        while (tokens.TrySign(","));
        tokens.Sign(")");
        return arguments;
    }

    private Grouping? Grouping()
    {
        if (tokens.TryWord("by")) return new Grouping(false, _selectors.Labels());
        return tokens.TryWord("without") ? new Grouping(true, _selectors.Labels()) : null;
    }

    private Matching? Matching(BinaryOperator found)
    {
        var on = tokens.TryWord("on");
        if (!on && !tokens.TryWord("ignoring")) return null;
        var labels = _selectors.Labels();
        var at = tokens.Peek.At;
        MatchGroup? group = tokens.TryWord("group_left") ? MatchGroup.Left : tokens.TryWord("group_right") ? MatchGroup.Right : null;
        if (group is not null && found.IsSet) throw new PromQlException(at, "and, or and unless match many to many by themselves.");
        var include = group is not null && tokens.Peek.IsSign("(") ? _selectors.Labels() : new Sequence<string>();
        return new Matching(on, labels, group, include);
    }

    // A range, a subquery, @ and offset, in the orders there are.
    private Expression Postfix(Expression expression)
    {
        while (true)
        {
            if (tokens.Peek.IsSign("[")) expression = _selectors.Bracket(expression);
            else if (tokens.Peek.IsSign("@") || tokens.Peek.IsWord("offset")) expression = _selectors.Shifted(expression);
            else return expression;
        }
    }
}
