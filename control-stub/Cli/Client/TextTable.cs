namespace Pdp.ControlStub.Cli.Client;

/// <summary>Prints rows in columns, as kubectl does.</summary>
internal static class TextTable
{
    public static void Write(TextWriter output, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = columns.Select((c, i) => rows.Select(r => r[i].Length).Append(c.Length).Max()).ToList();
        foreach (var row in rows.Prepend(columns))
            output.WriteLine(string.Join("   ", row.Select((cell, i) => i == row.Count - 1 ? cell : cell.PadRight(widths[i]))));
    }
}
