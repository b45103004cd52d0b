using System.Globalization;

namespace Pdp.ControlStub.Hosting.Settings;

/// <summary>Something <c>serve</c> can be told, on the command line, by the environment or in a file.</summary>
/// <param name="Name">Its name on the command line, without dashes, and in the file.</param>
/// <param name="Value">What stands for its value in the help; null for a switch.</param>
/// <param name="Description">What it does, with range and default.</param>
/// <param name="Many">Whether it may be given several times; separated by commas in the environment.</param>
internal sealed record Setting(string Name, string? Value, string Description, bool Many = false)
{
    /// <summary>A second name on the command line.</summary>
    public string? Alias { get; init; }

    /// <summary>Its name in the environment.</summary>
    public string Variable => ProcessEnvironment.Prefix + Name.Replace('-', '_').ToUpper(CultureInfo.InvariantCulture);
}
