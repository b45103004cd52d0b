namespace Pdp.LocalCluster.Selectors;

/// <summary>Reads the text of a label selector.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private int _at;

    /// <exception cref="FormatException">Not a selector.</exception>
    public IReadOnlyList<LabelRequirement> Parse()
    {
        var requirements = new List<LabelRequirement>();
        while (true)
        {
            requirements.Add(Requirement());
            if (Next() is not { } separator)
                return requirements;
            if (separator != ",")
                throw Found(separator, ", or end of string");
        }
    }

    private LabelRequirement Requirement()
    {
        if (Peek() == "!")
        {
            Next();
            return new LabelRequirement(Key(), LabelOperator.DoesNotExist, []);
        }
        var key = Key();
        if (Peek() is null or ",")
            return new LabelRequirement(key, LabelOperator.Exists, []);
        var found = Next()!;
        return found switch
        {
            "=" or "==" => new LabelRequirement(key, LabelOperator.In, [Value()]),
            "!=" => new LabelRequirement(key, LabelOperator.NotIn, [Value()]),
            "in" => new LabelRequirement(key, LabelOperator.In, Values()),
            "notin" => new LabelRequirement(key, LabelOperator.NotIn, Values()),
            ">" or "gt" => new LabelRequirement(key, LabelOperator.Greater, [Value()]),
            "<" or "lt" => new LabelRequirement(key, LabelOperator.Less, [Value()]),
            _ => throw Found(found, "in, notin, =, ==, !=, gt, lt"),
        };
    }

    private string Key() =>
        Next() is { } key && IsWord(key) ? key : throw new FormatException("unable to parse requirement: expected a label key");

    private string Value() => Peek() is { } value && IsWord(value) ? Next()! : "";

    private List<string> Values()
    {
        if (Next() != "(")
            throw new FormatException("unable to parse requirement: expected '('");
        var values = new List<string> { Value() };
        while (true)
        {
            switch (Next())
            {
                case ")":
                    return values;
                case ",":
                    values.Add(Value());
                    break;
                default:
                    throw new FormatException("unable to parse requirement: expected ',' or ')'");
            }
        }
    }

    private string? Peek()
    {
        var at = _at;
        var next = Next();
        _at = at;
        return next;
    }

    private string? Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        if (_at == text.Length)
            return null;
        var start = _at;
        if (IsSpecial(text[_at]))
        {
            _at++;
            if (_at < text.Length && text[_at] == '=' && text[start] is '=' or '!')
                _at++;
            return text[start.._at];
        }
        while (_at < text.Length && !IsSpecial(text[_at]) && !char.IsWhiteSpace(text[_at]))
            _at++;
        return text[start.._at];
    }

    private static bool IsSpecial(char c) => c is '=' or '!' or '(' or ')' or ',' or '>' or '<';

    private static bool IsWord(string token) => !IsSpecial(token[0]);

    private static FormatException Found(string token, string expected) =>
        new($"unable to parse requirement: found '{token}', expected: {expected}");
}
