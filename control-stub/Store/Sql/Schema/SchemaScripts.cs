using System.Globalization;
using System.Reflection;

namespace Pdp.ControlStub.Store.Sql.Schema;

/// <summary>The versions of the schema for a kind of database, from the scripts in its folder: <c>0001-name.up.sql</c>, <c>0001-name.down.sql</c>.</summary>
internal static class SchemaScripts
{
    private const string Root = "Pdp.ControlStub.Store.";
    private const string FloorMark = "-- Works with programs from schema version ";

    /// <summary>All versions, oldest first.</summary>
    /// <param name="kind">The folder: <c>Sqlite</c> or <c>Postgres</c>.</param>
    public static IReadOnlyList<SchemaVersion> Of(string kind)
    {
        var prefix = $"{Root}{kind}.Migrations.";
        var scripts = Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).ToLookup(n => int.Parse(n.AsSpan(prefix.Length, 4), CultureInfo.InvariantCulture));
        return [.. scripts.OrderBy(s => s.Key).Select(s => Version(s.Key, Read(s, ".up.sql")!, Read(s, ".down.sql")))];
    }

    /// <summary>A version; its floor is told in the first line of the script, and is the version itself otherwise.</summary>
    public static SchemaVersion Version(int number, string up, string? down) => new(
        number, up, down, up.StartsWith(FloorMark, StringComparison.Ordinal) ? Floor(up.AsSpan(FloorMark.Length)) : number);

    private static int Floor(ReadOnlySpan<char> text) => int.Parse(text[..text.IndexOf(' ')], CultureInfo.InvariantCulture);

    private static string? Read(IEnumerable<string> names, string ending)
    {
        if (names.SingleOrDefault(n => n.EndsWith(ending, StringComparison.Ordinal)) is not { } name)
            return null;
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
