namespace Pdp.Protocol.Intents;

/// <summary>What a connection tells: the names a document may use.</summary>
public static class ConnectionProperties
{
    /// <summary>The whole URL.</summary>
    public const string Url = "url";

    /// <summary>The host name.</summary>
    public const string Host = "host";

    /// <summary>The port number.</summary>
    public const string Port = "port";

    /// <summary>Host and port with a colon between them, as gRPC clients want it.</summary>
    public const string Address = "address";

    /// <summary>The URL's scheme.</summary>
    public const string Scheme = "scheme";

    /// <summary>The path everything is below; empty when there is none.</summary>
    public const string BasePath = "basePath";
}
