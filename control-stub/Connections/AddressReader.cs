using System.Globalization;
using System.Text.RegularExpressions;

namespace Pdp.ControlStub.Connections;

/// <summary>Finds the addresses in a value: those with a scheme, hosts with a port, and a name alone where the variable says that it is a host.</summary>
internal static partial class AddressReader
{
    private static readonly Dictionary<string, int> _portsOfSchemes = new(StringComparer.Ordinal)
    {
        ["http"] = 80,
        ["ws"] = 80,
        ["https"] = 443,
        ["wss"] = 443,
        ["postgres"] = 5432,
        ["postgresql"] = 5432,
        ["mysql"] = 3306,
        ["mariadb"] = 3306,
        ["redis"] = 6379,
        ["rediss"] = 6379,
        ["amqp"] = 5672,
        ["amqps"] = 5671,
        ["mongodb"] = 27017,
        ["nats"] = 4222,
    };

    /// <summary>The addresses of a variable's value, in their order.</summary>
    public static IReadOnlyList<Address> In(string variable, string value)
    {
        if (NameAlone().IsMatch(value))
            return HostVariable().IsMatch(variable) ? [new Address(0, null, value, null)] : [];
        return [.. Whole().Matches(value).Select(Read).OfType<Address>()];
    }

    private static Address? Read(Match match)
    {
        var host = match.Groups["host"];
        var scheme = match.Groups["scheme"] is { Success: true } said ? said.Value.ToLowerInvariant() : null;
        int? port = match.Groups["port"] is { Success: true } digits ? int.Parse(digits.Value, CultureInfo.InvariantCulture)
            : scheme is not null && _portsOfSchemes.TryGetValue(scheme, out var usual) ? usual
            : null;
        return port is < 1 or > 65_535 ? null : new Address(host.Index, scheme, host.Value.ToLowerInvariant(), port);
    }

    // A scheme, perhaps with user and password, and a host; or a host with a port that is not a part of something longer.
    [GeneratedRegex(
        """
        (?: (?<scheme>[a-zA-Z][a-zA-Z0-9+.-]{0,31}):// (?: [^\s/@]{1,512}@ )? (?<host>[a-zA-Z0-9]([-a-zA-Z0-9.]{0,251}[a-zA-Z0-9])?) (?: : (?<port>[0-9]{1,5}) )? (?![-a-zA-Z0-9.:]) )
        | (?: (?<![-\w./:@]) (?<host>[a-zA-Z]([-a-zA-Z0-9.]{0,251}[a-zA-Z0-9])?) : (?<port>[0-9]{2,5}) (?![-\w.:@]) )
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A[a-z]([-a-z0-9.]{0,251}[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NameAlone();

    [GeneratedRegex(@"(\A|_)(HOST|HOSTNAME|SERVER|ADDR|ADDRESS)\z|\APGHOST\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostVariable();
}
