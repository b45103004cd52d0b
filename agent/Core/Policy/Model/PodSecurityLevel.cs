using System.Text.Json.Serialization;
using Pdp.Protocol;

namespace Pdp.Core.Policy.Model;

/// <summary>
/// A level of the Pod Security Standards (https://kubernetes.io/docs/concepts/security/pod-security-standards/), strictest first.
/// </summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PodSecurityLevel>))]
public enum PodSecurityLevel
{
    /// <summary>Non-root, no privileges, no host access.</summary>
    Restricted,

    /// <summary>No known way to more privileges; root inside the container is allowed.</summary>
    Baseline,

    /// <summary>No limits of the level's own; the other rules still hold.</summary>
    Privileged,
}
