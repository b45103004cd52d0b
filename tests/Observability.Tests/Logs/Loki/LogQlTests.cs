using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Logs;
using Pdp.Observability.Logs.Loki;

namespace Pdp.Observability.Tests.Logs.Loki;

/// <summary>Whatever a caller names, it stays inside its quotes.</summary>
public sealed class LogQlTests
{
    private static readonly LokiLabels Labels = new();

    [Fact]
    public void A_scope_is_exact_matchers_and_no_scope_is_any_that_has_an_organization()
    {
        Assert.Equal("""{organization="acme",project="shop",pod="web-1"}""", LogQl.Selector(new LogScope("acme", "shop", Pod: "web-1"), Labels));
        Assert.Equal("""{organization=~".+"}""", LogQl.Selector(LogScope.Any, Labels));
        Assert.Equal("""{org="acme"} |~ "(?i)ERROR" |~ "(?i)42" """.Trim(), LogQl.Query(new LogScope("acme"), Labels with { Organization = "org" }, ["ERROR", "42", "é", "a b", ""]));
    }

    [Fact]
    public void An_empty_name_opens_nothing() =>
        Assert.Contains("""organization=~"[^\\s\\S]"}""", LogQl.Selector(new LogScope("acme", ""), Labels), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"} or {organization=\"other")]
    [InlineData("a\\\"} |= `x`")]
    [InlineData("\n\t\0\u2028\ud83d\ude00")]
    public void An_escape_stays_a_name(string name) => Assert.True(IsHeld(name));

    [Fact]
    public void Any_name_stays_a_name() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), name => IsHeld(name.Get)).QuickCheckThrowOnFailure();

    // The selector is one matcher whose value, read as Go reads strings, is the name.
    private static bool IsHeld(string name)
    {
        if (name.Length == 0) return true;
        var selector = LogQl.Selector(new LogScope(name), Labels);
        return selector.StartsWith("{organization=\"", StringComparison.Ordinal)
            && Unquote(selector["{organization=".Length..]) is var (value, rest) && rest == "}" && value == Well(name);
    }

    // Half a surrogate pair is no text; it is replaced.
    private static string Well(string text) => string.Concat(text.EnumerateRunes());

    private static (string Value, string After) Unquote(string text)
    {
        var value = new StringBuilder();
        for (var at = 1; ; at++)
        {
            switch (text[at])
            {
                case '"':
                    return (value.ToString(), text[(at + 1)..]);
                case '\\' when text[at + 1] == 'U':
                    value.Append(new Rune(int.Parse(text.AsSpan(at + 2, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
                    at += 9;
                    break;
                case '\\':
                    value.Append(text[++at]);
                    break;
                case < ' ' or > '~':
                    throw new FormatException("must be escaped");
                default:
                    value.Append(text[at]);
                    break;
            }
        }
    }
}
