using Pdp.Core.PromQl;
using Pdp.Core.PromQl.Syntax;

namespace Pdp.Observability.Prometheus;

/// <summary>Queries held to a scope and to limits.</summary>
internal static class ScopedQuery
{
    /// <summary>Most points of a series, as with Prometheus itself.</summary>
    public const int MostPoints = 11_000;

    /// <summary>The same query within the scope, as text to send.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="labels">What every series must have.</param>
    /// <param name="longest">How far back each part of it may look.</param>
    /// <exception cref="PrometheusException">It is no query, or too much of one.</exception>
    public static string Of(string query, IReadOnlyList<EnforcedLabel> labels, TimeSpan longest)
    {
        var expression = Read(() => PromQlParser.Parse(query));
        if (QueryReach.Of(expression) > longest)
            throw PrometheusException.BadData($"The query looks back further than {longest.TotalHours:0.##} hours, the most that may be asked for at once.");
        return ScopeRewriter.Enforce(expression, labels).ToString();
    }

    /// <summary>The same selector within the scope, as text to send.</summary>
    /// <exception cref="PrometheusException">It is no selector.</exception>
    public static string Selector(string selector, IReadOnlyList<EnforcedLabel> labels) =>
        ScopeRewriter.Enforce(Read(() => PromQlParser.ParseSelector(selector)), labels).ToString();

    /// <summary>The selector of everything within the scope.</summary>
    public static string Everything(IReadOnlyList<EnforcedLabel> labels) =>
        ScopeRewriter.Enforce(new Selector(null, new Sequence<Matcher>(), null, Shift.None), labels).ToString();

    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (PromQlException wrong)
        {
            throw PrometheusException.BadData(wrong.Message);
        }
    }
}
