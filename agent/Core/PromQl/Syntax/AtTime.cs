namespace Pdp.Core.PromQl.Syntax;

/// <summary>What stands after <c>@</c>.</summary>
public abstract record AtTime
{
    private AtTime()
    {
    }

    /// <summary>A time, seconds since 1970.</summary>
    public sealed record Timestamp(double Seconds) : AtTime;

    /// <summary>The beginning of the query.</summary>
    public sealed record Start : AtTime;

    /// <summary>The end of the query.</summary>
    public sealed record End : AtTime;
}
