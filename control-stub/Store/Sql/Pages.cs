namespace Pdp.ControlStub.Store.Sql;

/// <summary>Makes a page of a query that asked for one row more than the page holds.</summary>
internal static class Pages
{
    public static Page<T> Cut<T>(List<T> rows, int limit, Func<T, string> name)
    {
        if (rows.Count <= limit)
            return new Page<T>(rows, null);
        rows.RemoveRange(limit, rows.Count - limit);
        return new Page<T>(rows, name(rows[^1]));
    }
}
