using Pdp.Kubernetes.Credentials;

namespace Pdp.Kubernetes.Configuration;

/// <summary>Reads a kubeconfig's <c>user</c>. Nothing of it is repeated in a complaint.</summary>
internal static class KubeconfigUser
{
    private static readonly string[] _basic = ["username", "password"];
    private static readonly string[] _impersonation = ["as", "as-uid", "as-groups", "as-user-extra"];

    public static ClientIdentity Read(ConfigNode user)
    {
        foreach (var field in _basic.Where(user.Has))
            user.Complain(field, "basic authentication is not supported: Kubernetes removed it in 1.19. Use a token, a certificate or exec.");
        if (user.Has("auth-provider")) user.Complain("auth-provider", "is not supported: Kubernetes removed it in 1.26. Use exec.");
        foreach (var field in _impersonation.Where(user.Has))
            user.Complain(field, "impersonation is not supported, and leaving it out would act with other rights than asked for.");
        return new ClientIdentity { Certificate = Certificate(user), Token = Token(user) };
    }

    private static ClientCertificate? Certificate(ConfigNode user)
    {
        var named = user.Has("client-certificate") || user.Has("client-certificate-data");
        var keyed = user.Has("client-key") || user.Has("client-key-data");
        if (named && !keyed) user.Complain("client-key", "must be set beside client-certificate.");
        if (keyed && !named) user.Complain("client-certificate", "must be set beside client-key.");
        var certificate = user.Pem("client-certificate", "client-certificate-data");
        var key = user.Pem("client-key", "client-key-data");
        if (certificate is null || key is null) return null;
        var pair = new ClientCertificate(certificate, key);
        try
        {
            ClientCertificates.Read(pair, before: null);
        }
        catch (CredentialException unusable)
        {
            user.Complain(user.Has("client-certificate-data") ? "client-certificate-data" : "client-certificate", unusable.Message);
        }
        return pair;
    }

    // The order of kubectl: a file over a text, and a program only where there is neither.
    private static TokenSource? Token(ConfigNode user)
    {
        if (user.File("tokenFile") is { } path)
        {
            if (!ConfigNode.CanRead(path, out var why)) user.Complain("tokenFile", $"the file cannot be read: {why}");
            return new TokenSource.FromFile(path);
        }
        if (user.Text("token") is { } token)
        {
            if (!BearerToken.IsValid(token)) user.Complain("token", "must be visible ASCII without spaces.");
            return new TokenSource.Fixed(token);
        }
        return user.Mapping("exec") is { } exec && KubeconfigExec.Read(exec) is { } plugin ? new TokenSource.FromExec(plugin) : null;
    }
}
