using Pdp.Daemon.Configuration;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Variables;

/// <summary>Variables of the agent's environment.</summary>
/// <param name="Prefix">What their names begin with; a secret's name is the rest. Never empty, so that not everything can be named.</param>
internal sealed record VariableStoreOptions(string Prefix) : StoreOptions
{
    /// <inheritdoc/>
    public override ISecretStore Open(StoreParts parts) => new VariableStore(Prefix, parts.Environment, parts.Key);

    /// <summary>Reads the options of a file of stores; null when they have errors.</summary>
    public static VariableStoreOptions? Read(YamlFields fields)
    {
        var prefix = fields.Text(
            "prefix",
            text => text.Length is >= 3 and <= 64 && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_'),
            "must be 3..64 of A-Z, 0-9 and _");
        fields.NoOthers();
        return prefix is null ? null : new VariableStoreOptions(prefix);
    }
}
