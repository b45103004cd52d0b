using Pdp.Core.Logs;

namespace Pdp.LogStore.Tests.Support;

/// <summary>Lines to store.</summary>
internal static class Lines
{
    public static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 0, 0, TimeSpan.Zero);

    private static readonly string[] Words =
        ["order", "Order", "ORDER_ID", "payment", "refused", "timeout", "GET", "/api/orders", "größe", "GRÖSSE", "naïve", "200", "500", "id=42", "日本語", "stock"];

    public static LogSource Source(string pod = "web-1", string component = "web", string environment = "prod", string project = "shop") =>
        new("acme", project, environment, component, pod, "main");

    public static LogEntry Line(string message, int milliseconds = 0, Severity level = Severity.Info) =>
        new(Start.AddMilliseconds(milliseconds), level, message);

    public static LogEntry[] Many(int count, Func<int, string> message) => [.. Enumerable.Range(0, count).Select(i => Line(message(i), i))];

    /// <summary>A line whose words, level and time are the random numbers'.</summary>
    public static LogEntry Any(Random random)
    {
        var message = string.Join(random.Next(4) == 0 ? "," : " ", random.GetItems(Words, random.Next(1, 6)));
        var fields = random.Next(3) == 0 ? $$"""{"user":"u{{random.Next(20)}}","path":"{{random.GetItems(Words, 1)[0]}}"}""" : null;
        var time = Start.AddTicks(random.Next(0, 5_000) * 1000L);
        return random.Next(40) == 0
            ? new LogEntry(time, Severity.Unknown, "lines were dropped", null, random.Next(1, 100))
            : new LogEntry(time, (Severity)random.Next(0, 7), message, fields);
    }

    /// <summary>Text that does not compress.</summary>
    public static string Noise(Random random, int length)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        return new string(random.GetItems<char>(letters, length));
    }
}
