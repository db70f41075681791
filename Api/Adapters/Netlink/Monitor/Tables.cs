namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>The kernel's tables of a namespace, each read for itself.</summary>
[Flags]
internal enum Tables
{
    None = 0,
    Links = 1 << 0,
    Addresses = 1 << 1,
    Routes = 1 << 2,
    Rules = 1 << 3,
    Sysctls = 1 << 4,
    Vlans = 1 << 5,
    Sockets = 1 << 6,
    Neighbours = 1 << 7,
    Fdb = 1 << 8,

    /// <summary>Filled by traffic: read again at leisure, as nobody decides anything by the millisecond they changed in.</summary>
    Learned = Neighbours | Fdb,

    /// <summary>Of which no event tells, or not of all that happens in them: looked up from time to time.</summary>
    Unheard = Sockets | Neighbours | Sysctls,

    All = Links | Addresses | Routes | Rules | Sysctls | Vlans | Sockets | Learned,
}
