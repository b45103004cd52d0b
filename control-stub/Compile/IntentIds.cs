using System.Security.Cryptography;
using System.Text;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Store;
using Pdp.Protocol;

namespace Pdp.ControlStub.Compile;

/// <summary>The id of a component in an environment: readable, and the same every time.</summary>
internal static class IntentIds
{
    private const int HashChars = 8;

    /// <summary>
    /// <c>component-environment</c>, or <c>component-v1-2-environment</c> for an API version, with the namespace before it unless that is the
    /// default one; cut and hashed when too long.
    /// </summary>
    public static string Of(string space, ComponentLine line, string environment) =>
        Of(space, line.Track is { } track ? $"{line.Component}-{track.Replace('.', '-')}" : line.Component, environment);

    /// <inheritdoc cref="Of(string, ComponentLine, string)"/>
    public static string Of(string space, string component, string environment)
    {
        var id = space == SourceHeader.DefaultSpace ? $"{component}-{environment}" : $"{space}-{component}-{environment}";
        if (id.Length <= ProtocolLimits.IdChars)
            return id;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..HashChars];
        return $"{id[..(ProtocolLimits.IdChars - HashChars - 1)].TrimEnd('-')}-{hash}";
    }
}
