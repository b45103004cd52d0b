namespace Pdp.ControlStub.Tests.Api;

/// <summary>Paths of the API with names in the place of their parameters.</summary>
internal static class ApiPaths
{
    private static readonly Dictionary<string, string> _names = new(StringComparer.Ordinal)
    {
        ["{plane}"] = "east",
        ["{id}"] = "web",
        ["{kind}"] = "tokens",
        ["{kid}"] = "none",
        ["{user}"] = "bystander",
        ["{organization}"] = "acme",
        ["{project}"] = "shop",
        ["{token}"] = "none",
        ["{component}"] = "web",
        ["{environment}"] = "development",
        ["{release}"] = "web-1",
        ["{number}"] = "1",
        ["{endpoint}"] = "http",
        ["{pipeline}"] = "default",
    };

    /// <summary>A path as it can be asked for: intent web of plane east, and a user called bystander.</summary>
    public static string Fill(string path) => string.Join('/', path.Split('/').Select(part => _names.GetValueOrDefault(part, part)));
}
