using System.Globalization;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Problems;

namespace Pdp.ControlStub.Api;

/// <summary>
/// Reads the query of a request. A parameter that is not known is an error: a misspelt <c>deleteVolumes</c> must not pass for its default.
/// </summary>
internal sealed class QueryReader(IQueryCollection query)
{
    /// <summary>Longest value of any parameter, characters.</summary>
    private const int LongestValue = 256;

    private const int DefaultLimit = 100;
    private const int MostLimit = 1000;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<Finding> _errors = [];

    /// <summary>A text; null when absent.</summary>
    public string? Text(string name)
    {
        _known.Add(name);
        if (!query.TryGetValue(name, out var values))
            return null;
        if (values.Count == 1 && values[0] is { Length: > 0 and <= LongestValue } value)
            return value;
        Wrong(name, $"must be given once, with 1..{LongestValue} characters");
        return null;
    }

    /// <summary>A text that a rule holds for; null when absent.</summary>
    public string? Matching(string name, Func<string, bool> holds, string rule)
    {
        var text = Text(name);
        if (text is null || holds(text))
            return text;
        Wrong(name, rule);
        return null;
    }

    /// <summary>A text that must be there.</summary>
    public string Required(string name)
    {
        var text = Text(name);
        if (text is null && !query.ContainsKey(name))
            _errors.Add(new Finding(FindingRules.Required, name, "must be given in the query"));
        return text ?? "";
    }

    /// <summary><c>true</c> or <c>false</c>; false when absent.</summary>
    public bool Flag(string name)
    {
        var text = Text(name);
        if (text is not (null or "true" or "false"))
            Wrong(name, "must be true or false");
        return text == "true";
    }

    /// <summary>The size of a page.</summary>
    public int Limit() => (int)(Whole("limit", 1, MostLimit) ?? DefaultLimit);

    /// <summary>A whole number in a range; null when absent.</summary>
    public long? Whole(string name, long min, long max)
    {
        if (Text(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Wrong(name, max == long.MaxValue ? $"must be a whole number, {min} or more" : $"must be a whole number, {min}..{max}");
        return null;
    }

    /// <summary>One of the names of an enum; null when absent.</summary>
    public T? OneOf<T>(string name) where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        if (Enum.GetNames<T>().Contains(text))
            return Enum.Parse<T>(text);
        Wrong(name, $"must be one of {string.Join(", ", Enum.GetNames<T>())}");
        return null;
    }

    /// <summary>What is wrong with the query as a whole; null when nothing is.</summary>
    public Problem? Problem()
    {
        if (query.Keys.Any(name => !_known.Contains(name)))
            _errors.Add(new Finding(
                FindingRules.UnknownField, "", _known.Count == 0 ? "takes no query" : $"may only have {string.Join(", ", _known.Order(StringComparer.Ordinal))}"));
        return _errors.Count == 0 ? null : Problems.Problem.BadRequest("The query is not as it should be.", _errors);
    }

    private void Wrong(string name, string rule) => _errors.Add(new Finding(FindingRules.BadValue, name, rule));
}
