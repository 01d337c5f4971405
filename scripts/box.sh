#!/usr/bin/env bash
#
# Builds the Vagrant box that this project's Vagrantfile starts from, out of
# Debian's packages: for where the public registry of boxes is gone or far.

set -euo pipefail

help() {
  cat <<'TEXT'
Usage: sudo scripts/box.sh [options]

Builds a Debian box for Vagrant from Debian's packages, in some two minutes.

  --provider <name>  libvirt (the default) or virtualbox
  --suite <name>     Debian's release (default: trixie)
  --mirror <url>     where the packages come from
                     (default: http://deb.debian.org/debian)
  --disk <GB>        how large the machine thinks its disk is (default: 20)
  --out <file>       the box (default: tcp-labs-<provider>.box)
  --help

Then, in this checkout:

  TCPLAB_BOX=tcp-labs TCPLAB_BOX_URL=$PWD/tcp-labs-libvirt.box vagrant up

It needs root, amd64, 3 GB in TMPDIR (/var/tmp) and
  apt-get install mmdebstrap e2fsprogs fdisk qemu-utils
TEXT
}

say() { printf 'box: %3d s  %s\n' "$SECONDS" "$*"; }
die() {
  printf 'box: error: %s\n' "$@" >&2
  exit 1
}
wrong() {
  printf 'box: error: %s\n' "$@" 'scripts/box.sh --help says how it is used' >&2
  exit 64
}

provider=libvirt suite=trixie mirror=http://deb.debian.org/debian disk=20 out=

while [[ $# -gt 0 ]]; do
  case $1 in
    --help) help && exit ;;
    --provider | --suite | --mirror | --disk | --out)
      [[ $# -ge 2 ]] || wrong "$1 needs a value"
      printf -v "${1#--}" %s "$2"
      shift 2
      ;;
    *) wrong "there is no option $1" ;;
  esac
done

[[ $provider == libvirt || $provider == virtualbox ]] || wrong "--provider is libvirt or virtualbox, and not $provider"
[[ $disk =~ ^[1-9][0-9]*$ && $disk -ge 4 ]] || wrong "--disk is a number of GB, 4 at least, and not $disk"
out=$(realpath -m -- "${out:-tcp-labs-$provider.box}")

[[ $EUID -eq 0 ]] || die 'root is needed, since the files in the box belong to many users: sudo scripts/box.sh'
[[ $(dpkg --print-architecture 2>/dev/null) == amd64 ]] ||
  die 'only a Debian or Ubuntu on amd64 can build the box; on arm64 there is Lima (docs/places.md)'

# Each tool, and the package that brings it.
tools=(mmdebstrap:mmdebstrap mke2fs:e2fsprogs sfdisk:fdisk qemu-img:qemu-utils)
for tool in "${tools[@]}"; do
  command -v "${tool%%:*}" >/dev/null || missing+=("${tool#*:}")
done
[[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || missing+=(debian-archive-keyring)
[[ -z ${missing[*]:-} ]] || die "these are missing: apt-get install ${missing[*]}"
[[ -d ${out%/*} && -w ${out%/*} ]] || die "the box cannot be written to ${out%/*}"

# --- Nothing is left behind ---------------------------------------------------

# What is mounted for the packages' scripts is mounted in a namespace that goes
# with its first process, before the folder is removed: never through a mount.
child=
alone() {
  unshare --mount --pid --fork --kill-child "$@" &
  child=$!
  wait "$child"
  child=
}
# Runs a program of the new system in it, with the processes that it may ask for.
inside() {
  # shellcheck disable=SC2016 # the inner shell expands these
  alone sh -c 'mount -t proc proc "$1/proc" && exec chroot "$@"' sh "$root" "$@"
}
finish() {
  if [[ -n $child ]]; then
    kill -KILL "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  fi
  rm -rf --one-file-system "$work" "$out.part"
}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/tcp-labs-box.XXXXXX")
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

root=$work/root raw=$work/disk.raw box=$work/box
mkdir "$box"

# --- The system ---------------------------------------------------------------

# The one key that every Vagrant knows, and replaces when the machine first
# starts: keys/vagrant.pub of Debian's package vagrant.
key='ssh-rsa AAAAB3NzaC1yc2EAAAABIwAAAQEA6NF8iallvQVp22WDkTkyrtvp9eWW6A8YVr+kz4TjGYe7gHzIw+niNltGEFHzD8+v1I2YJ6oXevct1YeS0o9HZyN1Q9qgCgzUFtdOKLv6IedplqoPkcmF0aYet2PkEDo3MlTBckFXPITAMzF8dJSIFo9D8HfdOV0IAdx4O7PtixWKn5y2hMNG0zQPyUecp4pzC6kivAIhyfHilFR61RGL+GPXQ2MWZWFYbAGjyiYJnAmCP3NOTd0jMZEnDkbUvxhMmBYSdETk1rRgm+R4LOzFUGaHqHDLKLX+FIPKcF96hrucXzcWyLbIbEgE98OHlnVYCzRdK8jlqm8tehUc9c9WhQ== vagrant insecure public key'

# What a machine needs to start, to be reached and to be provisioned: the rest is
# scripts/setup.sh's. Of GRUB only what writes its image; nothing runs it later.
packages=(
  linux-image-amd64 systemd-sysv systemd-resolved dbus udev kmod grub-pc-bin
  openssh-server sudo rsync ca-certificates iproute2 procps less
)

install_system() {
  TMPDIR=$work alone mmdebstrap --quiet --variant=minbase --include="$(IFS=, && echo "${packages[*]}")" \
    --aptopt='APT::Install-Recommends "false"' "$suite" "$root" "$mirror"
}

# Writes a file of the system from standard input.
write() {
  mkdir -p "$root/${1%/*}"
  cat >"$root/$1"
}

configure_system() {
  echo tcp-labs >"$root/etc/hostname"
  write etc/hosts <<<$'127.0.0.1 localhost\n127.0.1.1 tcp-labs\n::1 localhost ip6-localhost ip6-loopback'
  write etc/fstab <<<"UUID=$uuid / ext4 errors=remount-ro 0 1"

  # Whatever the card is called: eth0, ens3, enp0s3.
  write etc/systemd/network/80-dhcp.network <<<$'[Match]\nType=ether\n\n[Network]\nDHCP=yes'

  # A box is copied, its machines' identities are not: each makes its own.
  rm -f "$root"/etc/ssh/ssh_host_*
  : >"$root/etc/machine-id"
  write etc/systemd/system/ssh.service.d/keys.conf <<<$'[Service]\nExecStartPre=\nExecStartPre=/usr/bin/ssh-keygen -A\nExecStartPre=/usr/sbin/sshd -t'
  # So that `vagrant ssh` does not wait for the name of who calls.
  write etc/ssh/sshd_config.d/vagrant.conf <<<'UseDNS no'

  inside systemctl --quiet enable systemd-networkd systemd-resolved ssh
  inside useradd --create-home --shell /bin/bash vagrant
  # No password fits, but a locked account may not be entered by key either.
  inside usermod --password '*' vagrant
  write etc/sudoers.d/vagrant <<<'vagrant ALL=(ALL) NOPASSWD: ALL'
  chmod 440 "$root/etc/sudoers.d/vagrant"
  write home/vagrant/.ssh/authorized_keys <<<"$key"
  chmod 700 "$root/home/vagrant/.ssh"
  inside chown -R vagrant: /home/vagrant
}

# --- The disk -----------------------------------------------------------------

# GRUB's image stands between the partition table and the first partition, where
# its first sector looks for it. Its settings name the links that Debian's
# kernels keep up to date, so that no update has to write them again.
write_disk() {
  write boot/grub/grub.cfg <<TEXT
linux /vmlinuz root=UUID=$uuid ro quiet console=tty0 console=ttyS0
initrd /initrd.img
boot
TEXT
  local modules=(biosdisk part_msdos ext2 linux gzio normal)
  inside grub-mkimage --format=i386-pc --output=/boot/grub/core.img \
    --prefix='(hd0,msdos1)/boot/grub' "${modules[@]}"

  truncate --size="${disk}G" "$raw"
  sfdisk --quiet "$raw" <<<$'label: dos\nstart=2048, type=83, bootable'
  # 440 bytes: the partition table follows.
  dd if="$root/usr/lib/grub/i386-pc/boot.img" of="$raw" bs=440 count=1 conv=notrunc status=none
  dd if="$root/boot/grub/core.img" of="$raw" bs=512 seek=1 conv=notrunc status=none

  alone mke2fs -q -t ext4 -U "$uuid" -L root -d "$root" -E offset=$((2048 * 512)) "$raw" "$((disk * 1024 * 1024 - 1024))k"
}

# --- The box ------------------------------------------------------------------

libvirt_box() {
  alone qemu-img convert -c -O qcow2 "$raw" "$box/box.img"
  echo "{ \"provider\": \"libvirt\", \"format\": \"qcow2\", \"virtual_size\": $disk }" >"$box/metadata.json"
  cat >"$box/Vagrantfile" <<'TEXT'
Vagrant.configure('2') do |config|
  config.vm.provider('libvirt') { |machine| machine.disk_bus = 'virtio' }
end
TEXT
}

virtualbox_box() {
  alone qemu-img convert -O vmdk -o subformat=streamOptimized "$raw" "$box/box-disk001.vmdk"
  echo '{ "provider": "virtualbox" }' >"$box/metadata.json"
  # VirtualBox gives the card this address, and each machine then another.
  cat >"$box/Vagrantfile" <<'TEXT'
Vagrant.configure('2') { |config| config.vm.base_mac = '0800275C9B1A' }
TEXT
  virtualbox_machine "$(stat -c %s "$box/box-disk001.vmdk")" >"$box/box.ovf"
}

# Open Virtualization Format 1.0 (DMTF DSP0243): ResourceType 3 processors,
# 4 memory, 10 a network card, 17 a disk, 20 a controller.
virtualbox_machine() {
  cat <<TEXT
<?xml version="1.0"?>
<Envelope ovf:version="1.0" xmlns="http://schemas.dmtf.org/ovf/envelope/1"
  xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
  xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
  xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData">
  <References>
    <File ovf:id="file1" ovf:href="box-disk001.vmdk" ovf:size="$1"/>
  </References>
  <DiskSection>
    <Info>The disk</Info>
    <Disk ovf:diskId="disk1" ovf:fileRef="file1" ovf:capacity="$((disk * 1024 ** 3))"
      ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/>
  </DiskSection>
  <NetworkSection>
    <Info>The network</Info>
    <Network ovf:name="NAT"><Description>NAT</Description></Network>
  </NetworkSection>
  <VirtualSystem ovf:id="tcp-labs">
    <Info>Debian $suite, in which the labs run</Info>
    <OperatingSystemSection ovf:id="96"><Info>Debian, 64 bits</Info></OperatingSystemSection>
    <VirtualHardwareSection>
      <Info>The machine</Info>
      <System>
        <vssd:ElementName>Virtual Hardware Family</vssd:ElementName>
        <vssd:InstanceID>0</vssd:InstanceID>
        <vssd:VirtualSystemIdentifier>tcp-labs</vssd:VirtualSystemIdentifier>
        <vssd:VirtualSystemType>virtualbox-2.2</vssd:VirtualSystemType>
      </System>
      <Item>
        <rasd:ElementName>processors</rasd:ElementName>
        <rasd:InstanceID>1</rasd:InstanceID>
        <rasd:ResourceType>3</rasd:ResourceType>
        <rasd:VirtualQuantity>2</rasd:VirtualQuantity>
      </Item>
      <Item>
        <rasd:AllocationUnits>MegaBytes</rasd:AllocationUnits>
        <rasd:ElementName>memory</rasd:ElementName>
        <rasd:InstanceID>2</rasd:InstanceID>
        <rasd:ResourceType>4</rasd:ResourceType>
        <rasd:VirtualQuantity>2048</rasd:VirtualQuantity>
      </Item>
      <Item>
        <rasd:Address>0</rasd:Address>
        <rasd:ElementName>controller</rasd:ElementName>
        <rasd:InstanceID>3</rasd:InstanceID>
        <rasd:ResourceSubType>AHCI</rasd:ResourceSubType>
        <rasd:ResourceType>20</rasd:ResourceType>
      </Item>
      <Item>
        <rasd:AddressOnParent>0</rasd:AddressOnParent>
        <rasd:ElementName>disk</rasd:ElementName>
        <rasd:HostResource>ovf:/disk/disk1</rasd:HostResource>
        <rasd:InstanceID>4</rasd:InstanceID>
        <rasd:Parent>3</rasd:Parent>
        <rasd:ResourceType>17</rasd:ResourceType>
      </Item>
      <Item>
        <rasd:AutomaticAllocation>true</rasd:AutomaticAllocation>
        <rasd:Connection>NAT</rasd:Connection>
        <rasd:ElementName>card</rasd:ElementName>
        <rasd:InstanceID>5</rasd:InstanceID>
        <rasd:ResourceSubType>E1000</rasd:ResourceSubType>
        <rasd:ResourceType>10</rasd:ResourceType>
      </Item>
    </VirtualHardwareSection>
  </VirtualSystem>
</Envelope>
TEXT
}

uuid=$(cat /proc/sys/kernel/random/uuid)

say "installing Debian's packages ($suite)"
install_system
say 'setting it up for Vagrant'
configure_system
say "writing its disk"
write_disk
say "packing it for $provider"
"${provider}_box"
alone tar --create --gzip --file="$out.part" --directory="$box" .
mv "$out.part" "$out"

say "done: $out ($(du -h "$out" | cut -f1))"
say "next: TCPLAB_BOX=tcp-labs TCPLAB_BOX_URL=$out vagrant up"
