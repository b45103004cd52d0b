namespace Pdp.Core.Logs.Lines;

/// <summary>What logging libraries call their levels.</summary>
internal static class LevelNames
{
    private static readonly Dictionary<string, Severity>.AlternateLookup<ReadOnlySpan<char>> Names = new Dictionary<string, Severity>(StringComparer.OrdinalIgnoreCase)
    {
        ["trace"] = Severity.Trace,
        ["trce"] = Severity.Trace,
        ["trc"] = Severity.Trace,
        ["verbose"] = Severity.Trace,
        ["finest"] = Severity.Trace,
        ["debug"] = Severity.Debug,
        ["dbug"] = Severity.Debug,
        ["dbg"] = Severity.Debug,
        ["fine"] = Severity.Debug,
        ["info"] = Severity.Info,
        ["inf"] = Severity.Info,
        ["information"] = Severity.Info,
        ["informational"] = Severity.Info,
        ["notice"] = Severity.Info,
        ["log"] = Severity.Info,
        ["warn"] = Severity.Warning,
        ["warning"] = Severity.Warning,
        ["wrn"] = Severity.Warning,
        ["error"] = Severity.Error,
        ["err"] = Severity.Error,
        ["eror"] = Severity.Error,
        ["fail"] = Severity.Error,
        ["severe"] = Severity.Error,
        ["fatal"] = Severity.Fatal,
        ["ftl"] = Severity.Fatal,
        ["crit"] = Severity.Fatal,
        ["critical"] = Severity.Fatal,
        ["panic"] = Severity.Fatal,
        ["dpanic"] = Severity.Fatal,
        ["emerg"] = Severity.Fatal,
        ["emergency"] = Severity.Fatal,
        ["alert"] = Severity.Fatal,
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The level of a name in either case; <see cref="Severity.Unknown"/> when it is none.</summary>
    public static Severity Of(ReadOnlySpan<char> name) => Names.TryGetValue(name, out var level) ? level : Severity.Unknown;

    /// <summary>The level of a number as pino and bunyan count: 10 trace, 20 debug … 60 fatal.</summary>
    public static Severity Of(long number) => number switch
    {
        >= 10 and < 20 => Severity.Trace,
        >= 20 and < 30 => Severity.Debug,
        >= 30 and < 40 => Severity.Info,
        >= 40 and < 50 => Severity.Warning,
        >= 50 and < 60 => Severity.Error,
        >= 60 and < 70 => Severity.Fatal,
        _ => Severity.Unknown,
    };
}
