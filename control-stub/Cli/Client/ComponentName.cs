using System.CommandLine;

namespace Pdp.ControlStub.Cli.Client;

/// <summary>How commands name components: <c>ORGANIZATION/PROJECT/COMPONENT</c>.</summary>
internal static class ComponentName
{
    private static readonly string[] _names = ["organization", "project", "component"];
    private static readonly string[] _example = ["acme", "shop", "backend"];

    /// <summary>The argument.</summary>
    public static Argument<string> Argument() => new("component") { Description = "The component: ORGANIZATION/PROJECT/COMPONENT, with @VERSION where it has several API versions." };

    /// <summary>An argument that may also name all of a project or an organization, or nothing.</summary>
    public static Argument<string?> Within() => new("within")
    {
        Description = "Only these: ORGANIZATION, ORGANIZATION/PROJECT or ORGANIZATION/PROJECT/COMPONENT.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The component as a part of a path.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static string Path(this ParseResult parsed, Argument<string> component) => Path(parsed.GetRequiredValue(component), 3, "ORGANIZATION/PROJECT/COMPONENT");

    /// <summary>Names with slashes between them as a part of a path.</summary>
    /// <exception cref="CliException">There are more or fewer.</exception>
    public static string Path(string text, int count, string form)
    {
        var parts = text.Split('/');
        return parts.Length == count && parts.All(p => p.Length > 0)
            ? string.Join('/', parts.Select(Uri.EscapeDataString))
            : throw new CliException(ExitCodes.Usage, $"Give {form}, such as {string.Join('/', _example.Take(count))}.");
    }

    /// <summary>The query of a list.</summary>
    /// <exception cref="CliException">There are too many names.</exception>
    public static string Query(this ParseResult parsed, Argument<string?> within)
    {
        var parts = parsed.GetValue(within)?.Split('/') ?? [];
        if (parts.Length > 3 || parts.Any(p => p.Length == 0))
            throw new CliException(ExitCodes.Usage, "Give ORGANIZATION, ORGANIZATION/PROJECT or ORGANIZATION/PROJECT/COMPONENT.");
        return string.Concat(parts.Select((part, i) => $"&{_names[i]}={Uri.EscapeDataString(part)}"));
    }
}
