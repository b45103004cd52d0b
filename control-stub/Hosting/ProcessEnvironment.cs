using System.Collections;

namespace Pdp.ControlStub.Hosting;

/// <summary>The one place that reads the environment.</summary>
internal static class ProcessEnvironment
{
    /// <summary>What the names of all our variables begin with.</summary>
    public const string Prefix = "PDP_CONTROL_";

    /// <summary>Our variables, by name.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        var ours = new SortedDictionary<string, string>(StringComparer.Ordinal);
#pragma warning disable RS0030 // This is Hosting.
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
#pragma warning restore RS0030
            if (variable is { Key: string name, Value: string value } && name.StartsWith(Prefix, StringComparison.Ordinal))
                ours[name] = value;
        return ours;
    }

    /// <summary>Where things are kept when nobody says otherwise.</summary>
    public static string DefaultData => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "pdp-control");
}
