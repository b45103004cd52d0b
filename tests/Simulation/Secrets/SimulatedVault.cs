using System.Globalization;
using System.Text;
using Pdp.Core.Secrets;

namespace Pdp.Simulation.Secrets;

/// <summary>The customer's vault: every secret has one value at a time, and a version that counts.</summary>
internal sealed class SimulatedVault
{
    private readonly List<Action> _followers = [];
    private int _version = 1;

    /// <summary>The version every secret has now.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"v{_version}");

    /// <summary>The value of a version.</summary>
    public static SecretValue Value(string version) => new(Encoding.UTF8.GetBytes($"value of {version}"));

    /// <summary>Has somebody told of new versions.</summary>
    public void Follow(Action changed) => _followers.Add(changed);

    /// <summary>Gives every secret a new value.</summary>
    public void Rotate()
    {
        _version++;
        foreach (var changed in _followers) changed();
    }
}
