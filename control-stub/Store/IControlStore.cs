using Pdp.ControlStub.Store.Snapshots;

namespace Pdp.ControlStub.Store;

/// <summary>
/// Everything the control plane must not lose. A call that returned is durable: it survives the loss of power, not only of the process.
/// One implementation holds all parts, so that a change of several of them is one transaction. Several control planes may share a store.
/// </summary>
internal interface IControlStore : IAsyncDisposable
{
    /// <summary>The data planes and what is known of their agents.</summary>
    IPlaneStore Planes { get; }

    /// <summary>Credentials, hashed.</summary>
    ITokenStore Tokens { get; }

    /// <summary>Operators: users, grants, and their tokens, hashed.</summary>
    IUserStore Users { get; }

    /// <summary>The certificates of agents.</summary>
    ICertificateStore Certificates { get; }

    /// <summary>Intents, their acknowledgements and statuses.</summary>
    IIntentStore Intents { get; }

    /// <summary>What planes hold that is not from here, or newer than here.</summary>
    IHeldStore Held { get; }

    /// <summary>Documents that intents are compiled from.</summary>
    ISourceStore Sources { get; }

    /// <summary>Releases, what environments add to them, and what was deployed where.</summary>
    IReleaseStore Releases { get; }

    /// <summary>Pipelines, and promotions that were asked for.</summary>
    IPromotionStore Promotions { get; }

    /// <summary>Services that planes report.</summary>
    ICatalogueStore Catalogue { get; }

    /// <summary>What happened, in order, as far back as the history goes.</summary>
    IEventLog Events { get; }

    /// <summary>Which session is the one of its plane.</summary>
    ISessionStore Sessions { get; }

    /// <summary>Questions to agents whose sessions other processes hold.</summary>
    IQuestionStore Questions { get; }

    /// <summary>Turns of those who must not work on a plane at the same time.</summary>
    ITurns Turns { get; }

    /// <summary>What has changed, by whichever process.</summary>
    IChangeFeed Changes { get; }

    /// <summary>What agents are told to believe.</summary>
    ITrustStore Trust { get; }

    /// <summary>Public keys that ever signed something here.</summary>
    IKeyStore Keys { get; }

    /// <summary>All of it at once, for backups.</summary>
    ISnapshotStore Snapshots { get; }
}
