using System.Globalization;
using System.Text;

namespace Pdp.Core.PromQl.Syntax;

/// <summary>Strings between double quotes.</summary>
internal static class Quoted
{
    public static string Write(string text)
    {
        var to = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => to.Append("\\\""),
                '\\' => to.Append("\\\\"),
                '\n' => to.Append("\\n"),
                '\r' => to.Append("\\r"),
                '\t' => to.Append("\\t"),
                < ' ' or '\u007f' => to.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => to.Append(c),
            };
        }
        return to.Append('"').ToString();
    }

    public static string Name(string label) => Names.IsLabel(label) ? label : Write(label);
}
