using Pdp.Core.Logs;

namespace Pdp.Benchmarks.Logs;

/// <summary>Lines as services write them: a third JSON, ids and numbers that do not repeat, now and then an error with its stack.</summary>
internal sealed class ServiceLines
{
    private const int Components = 20;
    private const int Pods = 5;

    private static readonly string[] Paths = ["/api/orders", "/api/orders/{id}", "/api/carts", "/api/stock", "/healthz", "/api/payments", "/api/users/{id}/addresses"];

    private readonly Random _random = new(1);
    private readonly LogSource[] _sources =
    [
        .. from component in Enumerable.Range(0, Components)
           from pod in Enumerable.Range(0, Pods)
           select new LogSource("acme", $"project-{component % 4}", "prod", $"service-{component}", $"service-{component}-{pod}", "main"),
    ];

    /// <summary>Whose lines they are.</summary>
    public IReadOnlyList<LogSource> Sources => _sources;

    /// <summary>A line at a time.</summary>
    public LogEntry At(DateTimeOffset time)
    {
        var path = Paths[_random.Next(Paths.Length)].Replace("{id}", _random.Next(100_000).ToString(), StringComparison.Ordinal);
        var trace = $"{_random.NextInt64():x16}";
        return _random.Next(100) switch
        {
            0 => new LogEntry(time, Severity.Error, $"Unhandled exception for {trace}\n   at Shop.Orders.Place(Order order) in Orders.cs:line {_random.Next(400)}\n   at Shop.Api.Handle()"),
            < 5 => new LogEntry(time, Severity.Warning, $"slow answer of {path}: {_random.Next(500, 9000)} ms, trace {trace}"),
            < 35 => new LogEntry(time, Severity.Info, $"order {_random.Next(1_000_000)} placed", $$"""{"trace":"{{trace}}","user":"u{{_random.Next(50_000)}}","items":{{_random.Next(9)}}}"""),
            _ => new LogEntry(time, Severity.Info, $"GET {path} 200 {_random.Next(1, 400)}ms {trace}"),
        };
    }
}
