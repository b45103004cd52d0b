namespace Pdp.Observability.Tests.Prometheus;

/// <summary>Queries over the series there are, with everything that could lead out of a scope.</summary>
internal sealed class AnyQuery(Random random)
{
    private static readonly string[] _names = ["requests_total", "queue_length", "up", "treasure", "", ""];
    private static readonly string[] _labels = ["namespace", "pod", "secret", "__name__"];
    private static readonly string[] _values =
        ["dp-acme-shop-prod", "dp-rival-shop-prod", "web-1", "api-1", "", ".*", ".+", "dp-.*", "dp-rival.*|.*", "treasure", "[^x]*"];

    private static readonly string[] _overTime = ["rate", "increase", "max_over_time", "sum_over_time", "last_over_time", "present_over_time", "changes"];
    private static readonly string[] _aggregations = ["sum", "max", "min", "count", "group", "avg"];
    private static readonly string[] _operators = ["+", "-", "*", "/", ">", "==", "!= bool", "and", "or", "unless"];

    /// <summary>One of them.</summary>
    public string Make(int depth = 3) => depth == 0 ? Selector() : random.Next(11) switch
    {
        0 => Selector(),
        1 => $"{One(_overTime)}({Selector(named: true)}[{random.Next(1, 15)}m]{Shift()})",
        2 => $"{One(_aggregations)} {(random.Next(2) == 0 ? "by" : "without")} ({Labels()}) ({Make(depth - 1)})",
        3 => $"({Make(depth - 1)}) {One(_operators)}{Matching()} ({Make(depth - 1)})",
        4 => $"label_replace({Make(depth - 1)}, \"{One(_labels)}\", \"$1\", \"{One(_labels)}\", \"(.*)\")",
        5 => $"label_join({Make(depth - 1)}, \"joined\", \"/\", \"{One(_labels)}\", \"{One(_labels)}\")",
        6 => $"max_over_time(({Make(depth - 1)})[{random.Next(2, 10)}m:1m]{Shift()})",
        7 => $"absent({Make(depth - 1)})",
        8 => $"vector(scalar({Make(depth - 1)}))",
        9 => $"count_values(\"value\", {Make(depth - 1)})",
        _ => $"-({Make(depth - 1)})",
    };

    private string Selector(bool named = false)
    {
        var name = named ? _names[random.Next(4)] : One(_names);
        var matchers = Enumerable.Range(0, random.Next(0, 3))
            .Select(_ => $"{_labels[random.Next(name.Length > 0 ? 3 : 4)]}{One(["=", "!=", "=~", "!~"])}\"{One(_values)}\"").ToList();
        if (name.Length == 0) matchers.Add("__name__=~\".+\"");
        return matchers.Count == 0 ? name : $"{name}{{{string.Join(", ", matchers)}}}";
    }

    private string Shift() => random.Next(4) switch { 0 => " offset 3m", 1 => " @ end()", _ => "" };

    private string Matching() => random.Next(4) switch { 0 => $" on ({Labels()})", 1 => $" ignoring ({Labels()})", _ => "" };

    private string Labels() => string.Join(", ", _labels.Take(3).Where(_ => random.Next(2) == 0));

    private string One(string[] choices) => choices[random.Next(choices.Length)];
}
