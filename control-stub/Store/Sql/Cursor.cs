using Dapper;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>Where a page of a list ended whose order is that of several names: the names with <c>/</c> between them, which none can hold.</summary>
internal static class Cursor
{
    /// <summary>The cursor behind a row.</summary>
    public static string Of(params ReadOnlySpan<string> names) => string.Join('/', names);

    /// <summary>A condition: that a row comes after a cursor.</summary>
    /// <param name="after">The cursor; null for the begin of the list, and so is one that was never given out.</param>
    /// <param name="parameters">Where its parts are put.</param>
    /// <param name="columns">The columns of the order.</param>
    public static string Condition(string? after, DynamicParameters parameters, params string[] columns)
    {
        if (after?.Split('/') is not { } parts || parts.Length != columns.Length)
            return "1 = 1";
        for (var i = 0; i < parts.Length; i++)
            parameters.Add($"after{i}", parts[i]);
        return $"({string.Join(", ", columns)}) > ({string.Join(", ", columns.Select((_, i) => $"@after{i}"))})";
    }
}
