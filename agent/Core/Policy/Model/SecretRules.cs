namespace Pdp.Core.Policy.Model;

/// <summary>Types of Secrets, and who may use what of which store.</summary>
public sealed record SecretRules
{
    /// <summary>Types a Secret may have. By default those that hold an application's own data; never service-account tokens.</summary>
    public IReadOnlyList<string> Types { get; init; } =
        ["Opaque", "kubernetes.io/basic-auth", "kubernetes.io/dockerconfigjson", "kubernetes.io/ssh-auth", "kubernetes.io/tls"];

    /// <summary>What may be used of which store; null: anything of any.</summary>
    public IReadOnlyList<StoreRule>? Stores { get; init; }
}

/// <summary>Secrets of one store and who may use them.</summary>
/// <param name="Store">The store.</param>
/// <param name="Names">
/// Names with <c>*</c> for anything; <c>{organization}</c>, <c>{project}</c> and <c>{environment}</c> stand for the intent's own.
/// Null: any.
/// </param>
/// <param name="Places">Who, as in <see cref="PolicyRules.Places"/>. Null: anybody.</param>
public sealed record StoreRule(string Store, IReadOnlyList<string>? Names = null, IReadOnlyList<string>? Places = null);
